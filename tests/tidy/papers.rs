//! What accompanies the code: dependencies with reasons, links that lead somewhere, the changelog.

/// Dependencies of a Cargo.toml without a comment line directly above, as (line, message).
pub(crate) fn unexplained_dependencies(manifest: &str) -> Vec<(usize, String)> {
    let mut in_dependencies = false;
    let mut previous_is_comment = false;
    let mut findings = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            in_dependencies = line.trim_end_matches(']').ends_with("dependencies");
        }
        let starts_with_name = line.starts_with(|c: char| c.is_ascii_alphanumeric());
        let name = line.split('=').next().unwrap_or("").trim();
        if in_dependencies && starts_with_name && line.contains('=') && !previous_is_comment {
            let message = format!("`{name}` has no comment above it; expected why it is needed");
            findings.push((index + 1, message));
        }
        previous_is_comment = line.starts_with("# ") && !line.starts_with("# ---");
    }
    findings
}

/// A link of a Markdown file: line, target.
fn links(markdown: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (index, line) in markdown.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for (offset, _) in line.match_indices("](") {
            let rest = &line[offset + 2..];
            let target = rest.split([')', ' ']).next().unwrap_or("");
            found.push((index + 1, target.to_owned()));
        }
    }
    found
}

/// The anchor that a heading gets: lower case, spaces to hyphens, punctuation dropped.
fn anchors(markdown: &str) -> Vec<String> {
    let headings = markdown.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept =
                title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// Links that lead nowhere, as (line, message). `read` gives the text of a path relative to the
/// linking file; `None` when there is nothing, empty for a folder.
pub(crate) fn broken_links(
    markdown: &str,
    read: impl Fn(&str) -> Option<String>,
) -> Vec<(usize, String)> {
    let is_elsewhere = |target: &str| target.contains("://") || target.starts_with("mailto:");
    let mut findings = Vec::new();
    for (line, target) in links(markdown) {
        if is_elsewhere(&target) {
            continue;
        }
        let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
        let text = if path.is_empty() { Some(markdown.to_owned()) } else { read(path) };
        match text {
            None => findings.push((line, format!("link to `{target}`, but there is no such file"))),
            Some(text) if !anchor.is_empty() && !anchors(&text).iter().any(|at| at == anchor) => {
                findings.push((line, format!("link to `{target}`, but there is no such heading")));
            }
            Some(_) => {}
        }
    }
    findings
}

/// A changelog that has no section for what is not released yet.
pub(crate) fn changelog_without_unreleased(changelog: &str) -> Vec<(usize, String)> {
    let has = changelog
        .lines()
        .any(|line| line.starts_with("## ") && line.to_lowercase().contains("unreleased"));
    (!has).then_some((1, "expected a section `## Unreleased`".to_owned())).into_iter().collect()
}
