mod calibrate;
mod gaussian;
mod least_squares;
mod plan;
mod promise;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::charter::{Charter, CharterFiles};

const LABEL: &str = r#"{ en = "x", fr = "x" }"#;

/// A charter about made-up places: by level below the root, the number of children of each area, area after area;
/// groups by their size, with blocks of coarser levels from fine to coarse; and tables as level and groups.
pub(super) struct Made<'m> {
    pub children: &'m [&'m [usize]],
    pub groups: &'m [(usize, &'m [&'m [&'m [usize]]])],
    pub tables: &'m [(usize, &'m [usize])],
    /// Keys of `[method]`.
    pub method: &'m str,
    pub bands: usize,
}

impl Made<'_> {
    pub(super) fn charter(&self) -> Charter {
        self.charter_of("public", CharterFiles::new())
    }

    /// The charter in a class, with more files.
    pub(super) fn charter_of(&self, class: &str, more: CharterFiles) -> Charter {
        let label = LABEL;
        let levels: Vec<String> =
            (0..=self.children.len()).map(|level| format!("{{ id = \"l{level}\", label = {label} }}")).collect();
        let mut toml = format!(
            "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\n\
             reference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"{class}\"\n\
             [geography]\nfile = \"geography.csv\"\nvintage = \"2021\"\nlevels = [{}]\n",
            levels.join(", ")
        );
        (0..self.groups.len()).for_each(|g| toml += &self.group(g));
        let _ = writeln!(toml, "[method]\nid = \"m\"\nversion = 1\n{}", self.method);
        for d in 0..3 {
            let _ = writeln!(
                toml,
                "[[dimension]]\nid = \"d{d}\"\nlabel = {label}\n[[indicator]]\nid = \"i{d}\"\ndimension = \"d{d}\"\n\
                 label = {label}\ntype = \"number\"\nnormalise = {{ kind = \"bounds\", low = 0.0, high = 100.0 }}\nworse = \"higher\""
            );
        }
        for band in 0..self.bands {
            let below = if band + 1 < self.bands {
                format!("below = {}", 100 * (band + 1) / self.bands)
            } else {
                String::new()
            };
            let _ = writeln!(toml, "[[band]]\nid = \"b{band}\"\nlabel = {label}\n{below}");
        }
        for (level, groups) in self.tables {
            let groups: Vec<String> = groups.iter().map(|g| format!("\"g{g}\"")).collect();
            let _ = writeln!(toml, "[[table]]\nlevel = \"l{level}\"\ngroups = [{}]", groups.join(", "));
        }
        let _ = writeln!(toml, "[[member]]\nid = \"m\"\nname = {label}\nareas = [\"A\"]");
        let mut files: CharterFiles = BTreeMap::from([
            ("charter.toml".to_owned(), toml.into_bytes()),
            ("geography.csv".to_owned(), self.geography().into_bytes()),
        ]);
        files.extend(more);
        Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}\n"))
    }

    /// A group as in the charter.
    fn group(&self, g: usize) -> String {
        let (size, coarser) = self.groups[g];
        let category = |id: usize| format!("{{ id = \"g{g}c{id}\", label = {LABEL} }}");
        let categories: Vec<String> = (0..size).map(category).collect();
        let mut toml = format!(
            "[[group]]\nid = \"g{g}\"\nlabel = {LABEL}\ncategories = [{}]\ncoarser_levels = [\n",
            categories.join(",")
        );
        for (group_level, blocks) in coarser.iter().enumerate() {
            let block = |(b, of): (usize, &&[usize])| {
                let of: Vec<String> = of.iter().map(|c| format!("\"g{g}c{c}\"")).collect();
                format!("{{ id = \"g{g}r{group_level}b{b}\", label = {LABEL}, of = [{}] }}", of.join(","))
            };
            let blocks: Vec<String> = blocks.iter().enumerate().map(block).collect();
            let _ = writeln!(
                toml,
                " {{ id = \"g{g}r{group_level}\", label = {LABEL}, categories = [{}] }},",
                blocks.join(",")
            );
        }
        toml + "]\n"
    }

    fn geography(&self) -> String {
        let mut geography = String::from("code,level,parent,name_en,name_fr\nA,l0,,x,x\n");
        let mut above = vec!["A".to_owned()];
        for (level, children) in self.children.iter().enumerate() {
            let mut here = Vec::new();
            for (parent, count) in above.iter().zip(*children) {
                for child in 0..*count {
                    // Codes of one length, so that places are in the order of their parents.
                    let code = format!("{parent}{child:03}");
                    let _ = writeln!(geography, "{code},l{},{parent},x,x", level + 1);
                    here.push(code);
                }
            }
            above = here;
        }
        geography
    }
}
