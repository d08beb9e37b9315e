//! Which elements of a page hold what its reader came for.

use scraper::{ElementRef, Html, Selector};

/// The elements to read, in their order: `main` or the articles where the page marks them and they
/// hold a fair share of its words, otherwise the body.
pub(super) fn roots(page: &Html) -> Vec<ElementRef<'_>> {
    let body = select(page, "body").into_iter().next().unwrap_or_else(|| page.root_element());
    let all = letters(body);
    for marked in ["main, [role=main]", "article"] {
        let mut found: Vec<ElementRef> = Vec::new();
        for element in select(page, marked) {
            let inside = element.ancestors().any(|a| found.iter().any(|f| f.id() == a.id()));
            if !inside {
                found.push(element);
            }
        }
        let share: usize = found.iter().map(|element| letters(*element)).sum();
        if share * 2 >= all && share > 0 {
            return found;
        }
    }
    vec![body]
}

/// Whether an element is not part of the content: never shown, or shown around every page of a site.
pub(super) fn is_aside(element: ElementRef) -> bool {
    let value = element.value();
    match value.name() {
        "script" | "style" | "noscript" | "template" | "nav" | "footer" | "svg" | "iframe"
        | "object" | "canvas" | "select" | "button" | "audio" | "video" | "dialog" | "head" => true,
        // The heading of an article often stands in its header; a site's header holds its menu.
        "header" | "aside" => !element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|ancestor| matches!(ancestor.value().name(), "article" | "main")),
        _ => {
            let role = value.attr("role").unwrap_or_default();
            let style = value.attr("style").unwrap_or_default().replace(' ', "");
            value.attr("hidden").is_some()
                || matches!(role, "navigation" | "banner" | "contentinfo" | "search")
                || style.contains("display:none")
                || style.contains("visibility:hidden")
        }
    }
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector).map(|s| page.select(&s).collect()).unwrap_or_default()
}

/// Letters of the content under `root`.
fn letters(root: ElementRef) -> usize {
    use ego_tree::iter::Edge;

    let mut count = 0;
    let mut aside = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if aside.is_none() => {
                if let Some(text) = node.value().as_text() {
                    count += text.chars().filter(|c| c.is_alphanumeric()).count();
                } else if ElementRef::wrap(node).is_some_and(is_aside) {
                    aside = Some(node.id());
                }
            }
            Edge::Close(node) if aside == Some(node.id()) => aside = None,
            _ => {}
        }
    }
    count
}
