//! Drawing: HTML, tables, and charts of lines, dots and cells.
//!
//! Charts are SVG that stretches to the width there is; their labels are HTML beside it, so that
//! they keep their size on every screen. Nothing of it needs a script.

pub(super) mod axis;
pub(super) mod bars;
pub(super) mod document;
pub(super) mod dots;
pub(super) mod format;
pub(super) mod html;
pub(super) mod plot;
pub(super) mod table;
pub(super) mod thin;
mod time_axis;
