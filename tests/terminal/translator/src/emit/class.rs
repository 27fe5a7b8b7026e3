//! Structures and classes.

use std::collections::BTreeSet;

use super::{Output, function, type_text};
use crate::hir::Constant;
use crate::model::{ClassInfo, Program};
use crate::names;
use crate::types::{ClassId, Type};

/// Definitions of all structures and classes, each after those that it holds by value.
pub(super) fn definitions(program: &Program, is_prelude: bool, output: &mut Output) {
    let mut done = BTreeSet::new();
    for index in 0..program.classes.len() {
        let info = &program.classes[index];
        if info.is_complete && info.is_prelude == is_prelude {
            with_parts(program, ClassId(index), &mut done, output);
        }
    }
}

fn with_parts(program: &Program, id: ClassId, done: &mut BTreeSet<ClassId>, output: &mut Output) {
    if !done.insert(id) {
        return;
    }
    let info = program.class(id);
    let mut needed: Vec<ClassId> = info.base.iter().map(|(base, _)| *base).collect();
    let fields = info.fields.iter().filter(|field| field.global.is_none());
    needed.extend(fields.filter_map(|field| held_class(&field.ty)));
    for part in needed {
        if program.class(part).is_prelude == info.is_prelude {
            with_parts(program, part, done, output);
        }
    }
    definition(program, id, output);
}

/// The class whose objects a field holds, arrays of any kind included.
fn held_class(ty: &Type) -> Option<ClassId> {
    match ty {
        Type::Class(id) => Some(*id),
        Type::Array(element, _) => held_class(element),
        _ => None,
    }
}

fn definition(program: &Program, id: ClassId, output: &mut Output) {
    let info = program.class(id);
    let is_struct = info.syntax.is_struct;
    if is_struct {
        output.line(format!("#pragma pack(push, {})", info.syntax.pack));
    }
    let base = match info.base {
        Some((base, _)) => format!(" : {}", type_text(program, &Type::Class(base))),
        None if is_struct => String::new(),
        None => " : mql::object".to_owned(),
    };
    output.open(format!("struct {}{base} {{", info.text));
    let poisoned = !is_struct || program.has_constructor(id);
    for field in info.fields.iter().filter(|field| field.global.is_none()) {
        let ty = type_text(program, &field.ty);
        let name = names::output(&field.name);
        let value = if poisoned && program.is_plain(&field.ty) {
            format!(" = mql::poison<{ty}>()")
        } else {
            String::new()
        };
        output.line(format!("{ty} {name}{value};"));
    }
    methods(program, info, output);
    if needs_poison(program, id) {
        poison_method(program, info, output);
    }
    output.close("};");
    if is_struct {
        output.line("#pragma pack(pop)");
    }
    output.line("");
    if program.is_plain(&Type::Class(id)) {
        size_check(program, id, output);
    }
}

fn methods(program: &Program, info: &ClassInfo, output: &mut Output) {
    let mut has_destructor = false;
    for method in info.methods.values().flatten() {
        let method = program.function(*method);
        has_destructor |= method.name.starts_with('~');
        if !method.is_template {
            output.line(format!("{};", function::declaration(program, method)));
        }
    }
    for function in &program.functions {
        let is_copy = function.class.is_some_and(|class| program.class(class).name == info.name)
            && !function.syntax.type_parameters.is_empty()
            && !function.is_template;
        if is_copy {
            output.line(format!("{};", function::declaration(program, function)));
        }
    }
    if !info.syntax.is_struct && !has_destructor {
        output.line(format!("virtual ~{}() = default;", info.text));
    }
}

/// Structures with text or arrays, whose numbers hold anything until they are written.
pub(super) fn needs_poison(program: &Program, id: ClassId) -> bool {
    program.class(id).syntax.is_struct
        && !program.has_constructor(id)
        && !program.is_plain(&Type::Class(id))
}

/// Fills the numbers of such a structure with the pattern of memory never written.
fn poison_method(program: &Program, info: &ClassInfo, output: &mut Output) {
    output.open("void poison_fields() {");
    if let Some((base, _)) = info.base {
        let base_type = Type::Class(base);
        if program.is_plain(&base_type) {
            let text = type_text(program, &base_type);
            output.line(format!("static_cast<{text}&>(*this) = mql::poison<{text}>();"));
        } else {
            let text = type_text(program, &base_type);
            output.line(format!("{text}::poison_fields();"));
        }
    }
    for field in info.fields.iter().filter(|field| field.global.is_none()) {
        let name = names::output(&field.name);
        let ty = type_text(program, &field.ty);
        match &field.ty {
            plain if program.is_plain(plain) => {
                output.line(format!("{name} = mql::poison<{ty}>();"));
            }
            Type::Class(inner) if needs_poison(program, *inner) => {
                output.line(format!("{name}.poison_fields();"));
            }
            _ => {}
        }
    }
    output.close("}");
}

/// Both compilers must agree on the layout.
fn size_check(program: &Program, id: ClassId, output: &mut Output) {
    let info = program.class(id);
    let size = program.class_layout(id).1;
    let size = super::literal::literal(program, &Type::Int, &Constant::Integer(i128::from(size)));
    output.line(format!("static_assert(sizeof({}) == {size}, \"layout of MQL5\");", info.text));
    output.line("");
}
