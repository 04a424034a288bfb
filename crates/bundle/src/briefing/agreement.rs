use super::limits;
use super::promise::Promise;
use super::sentences::{areas, levels, tables};
use super::values::{counted, spoken};
use crate::charter::{Charter, Class, CoarserLevel, Coordinator, Group, Member};
use crate::model::Lang;
use crate::text::{Texts, Variable};

const TEMPLATES: [&str; 2] = [include_str!("agreement.en.md"), include_str!("agreement.fr.md")];

/// Text of an information-sharing agreement in Markdown, filled in from the charter: a draft for people to continue.
pub fn agreement(texts: &Texts, charter: &Charter) -> String {
    let template = match texts.lang() {
        Lang::En => TEMPLATES[0],
        Lang::Fr => TEMPLATES[1],
    };
    fill(template, |name| value(&AgreementDraft { texts, charter }, name))
}

/// Replaces each `{{name}}` by its value; text within a value isn't replaced again. A name without value is a mistake
/// of the template, and stays visible.
fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = template.split("{{");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or((part, ""));
        text += &value(name).unwrap_or_else(|| format!("{{{{{name}}}}}"));
        text += rest;
    }
    text
}

fn value(draft: &AgreementDraft<'_>, name: &str) -> Option<String> {
    let charter = draft.charter;
    let lang = draft.texts.lang();
    Some(match name {
        "title" => escaped(charter.title.get(lang)),
        "limits" => draft.limits(),
        "id" => charter.id.clone(),
        "version" => charter.version.to_string(),
        "digest" => charter.digest().to_string(),
        "purpose" => escaped(unended(charter.purpose.get(lang))) + ".",
        "authorities" => draft.authorities(),
        "target_population" => escaped(unended(charter.target_population.get(lang))),
        "reference_date" => escaped(unended(charter.reference_date.get(lang))),
        "starts" => charter.starts.to_string(),
        "ends" => charter.ends.to_string(),
        "class" => charter.class().id().to_owned(),
        "quorum" => charter.quorum.to_string(),
        "members" => draft.members(),
        "coordinators" => draft.coordinators(),
        "indicators" => draft.indicators(),
        "groups" => draft.groups(),
        "geography" => draft.geography(),
        "tables" => draft.tables(),
        "thresholds" => draft.thresholds(),
        "budget" => draft.budget(),
        "method" => draft.method(),
        _ => return None,
    })
}

/// The sentence without its full stop: the text around it has one.
fn unended(text: &str) -> &str {
    text.trim_end().trim_end_matches('.')
}

/// Words from a charter, escaped so that none of them is taken for Markdown.
fn escaped(text: &str) -> String {
    let mut plain = String::new();
    let mut inner = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = inner.next() {
        // Within a word, as in many ids, an underscore isn't markup.
        let within = c == '_' && before.is_alphanumeric() && inner.peek().is_some_and(|next| next.is_alphanumeric());
        if !within && "\\`*_[]<>|#~".contains(c) {
            plain.push('\\');
        }
        plain.push(if c == '\n' { ' ' } else { c });
        before = c;
    }
    plain
}

/// Values of a charter as the template needs them.
struct AgreementDraft<'c> {
    texts: &'c Texts,
    charter: &'c Charter,
}

impl AgreementDraft<'_> {
    fn line(&self, key: &str, words: &[(&str, Variable)]) -> String {
        self.texts.line(key, words)
    }

    /// An item of a list.
    fn item(&self, key: &str, words: &[(&str, Variable)]) -> String {
        format!("- {}", self.line(key, words))
    }

    fn limits(&self) -> String {
        let lines = limits::sentences(self.texts, self.charter);
        lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
    }

    fn members(&self) -> String {
        let item = |member: &Member| {
            let name = escaped(member.name.get(self.texts.lang()));
            let areas = escaped(&areas(self.texts, self.charter, member));
            self.item(
                "show-member",
                &[("name", name.into()), ("id", escaped(member.id.as_str()).into()), ("areas", areas.into())],
            )
        };
        self.charter.members.iter().map(item).collect::<Vec<_>>().join("\n")
    }

    fn authorities(&self) -> String {
        let lang = self.texts.lang();
        let item = |member: &Member| {
            let authority = self.charter.legal_authority(member).map_or("", |authority| unended(authority.get(lang)));
            let words = [("member", escaped(member.name.get(lang)).into()), ("authority", escaped(authority).into())];
            self.item("agreement-authority", &words)
        };
        self.charter.members.iter().map(item).collect::<Vec<_>>().join("\n")
    }

    fn coordinators(&self) -> String {
        let item = |coordinator: &Coordinator| {
            let name = escaped(coordinator.name.get(self.texts.lang()));
            self.item("show-coordinator", &[("name", name.into()), ("identity", escaped(&coordinator.identity).into())])
        };
        let items: Vec<String> = self.charter.coordinators.iter().map(item).collect();
        if items.is_empty() { self.item("agreement-no-coordinator", &[]) } else { items.join("\n") }
    }

    /// Table of the indicators: three columns, as each has three facts.
    fn indicators(&self) -> String {
        let lang = self.texts.lang();
        let heads = ["dimension", "indicator", "answer"].map(|head| self.line(&format!("agreement-{head}"), &[]));
        let mut table = format!("| {} |\n| --- | --- | --- |", heads.join(" | "));
        for indicator in &self.charter.method.indicators {
            let dimension = escaped(self.charter.method.dimensions[indicator.dimension].label.get(lang));
            let (label, id) = (escaped(indicator.label.get(lang)), escaped(&indicator.id));
            // The method defines which end is worse.
            let scale = spoken(self.texts, &indicator.scale.phrase());
            let answer = scale.split(';').next().unwrap_or_default();
            table += &format!("\n| {dimension} | {label} ({id}) | {answer} |");
        }
        table
    }

    fn groups(&self) -> String {
        let items: Vec<String> = self.charter.groups.iter().map(|group| self.group(group)).collect();
        if items.is_empty() { self.line("show-no-groups", &[]) } else { items.join("\n") }
    }

    fn group(&self, group: &Group) -> String {
        let lang = self.texts.lang();
        let words = |id: &str, label: &str, categories: String| {
            [("id", escaped(id).into()), ("label", escaped(label).into()), ("categories", escaped(&categories).into())]
        };
        let categories =
            group.categories.iter().map(|category| category.label.get(lang)).collect::<Vec<_>>().join("; ");
        let mut item = self.item("agreement-group", &words(&group.id, group.label.get(lang), categories));
        let coarser = |level: &CoarserLevel| {
            let labels = level.categories.iter().map(|category| category.label.get(lang)).collect::<Vec<_>>();
            let words = words(&level.id, level.label.get(lang), labels.join("; "));
            format!("\n  {}", self.item("agreement-coarser-level", &words))
        };
        group.coarser_levels.iter().for_each(|level| item += &coarser(level));
        item
    }

    fn geography(&self) -> String {
        let charter = self.charter;
        let vintage = escaped(&charter.geography.vintage);
        let levels = escaped(&levels(self.texts, charter));
        let mut text = self.line("show-geography", &[("vintage", vintage.into()), ("levels", levels.into())]);
        if charter.cross_border.is_empty() {
            return text;
        }
        text += &format!("\n\n{}\n", self.line("agreement-cross-border", &[]));
        for area in &charter.cross_border {
            let tree = charter.geography.areas(area.level);
            let parts = area.parts.iter().map(|&part| escaped(tree[part.at()].name.get(self.texts.lang())));
            let words = [
                ("name", escaped(area.name.get(self.texts.lang())).into()),
                ("level", escaped(charter.geography.label(area.level).get(self.texts.lang())).into()),
                ("parts", parts.collect::<Vec<_>>().join(" + ").into()),
            ];
            text += &format!("\n{}", self.item("show-cross-border", &words));
        }
        text
    }

    fn tables(&self) -> String {
        let lines = tables(self.texts, self.charter).into_iter().map(|line| format!("- {}", escaped(&line)));
        let total: u64 = self.charter.lattice.tables().iter().map(|table| self.charter.cells(table)).sum();
        let total = self.line("show-cells", &[counted(self.texts, total)]);
        format!("{}\n\n{total}", lines.collect::<Vec<_>>().join("\n"))
    }

    fn thresholds(&self) -> String {
        match self.charter.class() {
            Class::Public => self.item("agreement-public", &[]),
            Class::Controlled | Class::Private => {
                // A charter that can't be kept is refused before it is signed.
                let rules = Promise::new(self.charter).sentences(self.texts).unwrap_or_default();
                rules.iter().map(|(key, words)| self.item(key, words)).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// A reminder of the budget, which members settle outside of the charter where editions have a cost.
    fn budget(&self) -> String {
        match self.charter.class() {
            Class::Public | Class::Controlled => String::new(),
            Class::Private => format!("\n\n{}", self.line("agreement-budget", &[])),
        }
    }

    fn method(&self) -> String {
        let method = &self.charter.method;
        let labels = method.dimensions.iter().map(|dimension| escaped(dimension.label.get(self.texts.lang())));
        let labels: Vec<String> = labels.collect();
        let words = [
            ("mean", spoken(self.texts, &method.aggregate.phrase()).into()),
            ("dimensions", labels.join(", ").into()),
            ("id", escaped(&method.id).into()),
            ("version", method.version.to_string().into()),
        ];
        self.line("agreement-method", &words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once_and_stay_what_they_are() {
        let value = |name: &str| match name {
            "a" => Some("{{b}}".to_owned()),
            "b" => Some("x".to_owned()),
            _ => None,
        };
        assert_eq!(fill("{{a}} and {{b}}, {{c}}.", value), "{{b}} and x, {{c}}.");
    }

    #[test]
    fn words_of_a_charter_are_no_markdown() {
        assert_eq!(escaped("a_b _[c](d)\n| *e*"), "a_b \\_\\[c\\](d) \\| \\*e\\*");
    }
}
