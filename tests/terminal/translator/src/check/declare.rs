//! What the program declares: first all names of types, then everything in order.

use std::rc::Rc;

use super::{Checker, Frame, error};
use crate::ast::{Class, Enum, Function, Init, Item, Member, Typedef, Variable};
use crate::model::{
    ClassInfo, EnumInfo, FunctionId, FunctionInfo, GlobalId, GlobalInfo, Parameter, TypeSymbol,
    TypedefInfo,
};
use crate::names;
use crate::source::{Problem, Step};
use crate::types::{ClassId, EnumId, Type, TypedefId};

/// Most parameters that a function may have.
const PARAMETERS_MAX: usize = 64;

impl Checker {
    pub(super) fn declare(&mut self, items: Vec<Item>) {
        let items: Vec<Rc<Item>> = items.into_iter().map(Rc::new).collect();
        for item in &items {
            let step = self.declare_type(item);
            self.absorb(step);
        }
        for item in &items {
            let step = self.declare_item(item);
            self.absorb(step);
        }
        self.initialise_globals(&items);
    }

    /// Names of types, so that later steps may use them in any order.
    fn declare_type(&mut self, item: &Item) -> Step<()> {
        match item {
            Item::Enum(syntax) => self.declare_enum_name(syntax, None),
            Item::Class(syntax) => self.declare_class_name(&Rc::new(syntax.clone()), None),
            Item::Typedef(syntax) => {
                let id = TypedefId(self.program.typedefs.len());
                self.program.typedefs.push(TypedefInfo {
                    name: Rc::clone(&syntax.name),
                    result: Type::Void,
                    parameters: Vec::new(),
                    is_prelude: self.is_prelude,
                });
                self.add_type(&syntax.name, TypeSymbol::Typedef(id), syntax.pos)
            }
            Item::Function(function) if !function.type_parameters.is_empty() => {
                if let Some(class) = function.scope.last() {
                    let methods = self.template_methods.entry(Rc::clone(class)).or_default();
                    methods.push(Rc::new(function.clone()));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn add_type(&mut self, name: &str, symbol: TypeSymbol, pos: crate::source::Pos) -> Step<()> {
        if self.program.types.insert(Rc::from(name), symbol).is_some() {
            return error(pos, 195, format!("'{name}' - type is already defined"));
        }
        Ok(())
    }

    fn nested_name(&self, name: &str, outer: Option<ClassId>) -> String {
        match outer {
            Some(outer) => format!("{}::{name}", self.program.class(outer).name),
            None => name.to_owned(),
        }
    }

    pub(super) fn declare_enum_name(&mut self, syntax: &Enum, outer: Option<ClassId>) -> Step<()> {
        let id = EnumId(self.program.enums.len());
        let written = if syntax.name.is_empty() {
            format!("unnamed_enum_{}", id.0)
        } else {
            syntax.name.to_string()
        };
        let name = self.nested_name(&written, outer);
        let text = names::output(&name.replace("::", "_of_"));
        self.program.enums.push(EnumInfo {
            name: Rc::from(name.as_str()),
            text,
            constants: Vec::new(),
            is_prelude: self.is_prelude,
            class: outer,
        });
        self.add_type(&name, TypeSymbol::Enum(id), syntax.pos)
    }

    pub(super) fn declare_class_name(
        &mut self,
        syntax: &Rc<Class>,
        outer: Option<ClassId>,
    ) -> Step<()> {
        let name = self.nested_name(&syntax.name, outer);
        if !syntax.type_parameters.is_empty() {
            if syntax.members.is_some() {
                let symbol = TypeSymbol::Template(Rc::clone(syntax), self.is_prelude);
                return self.add_type(&name, symbol, syntax.pos);
            }
            return Ok(());
        }
        if let Some(TypeSymbol::Class(id)) = self.program.types.get(name.as_str()).cloned() {
            let info = &mut self.program.classes[id.0];
            if syntax.members.is_none() {
                return Ok(());
            }
            if info.is_complete {
                return error(syntax.pos, 127, format!("'{name}' - already defined"));
            }
            info.syntax = Rc::clone(syntax);
            info.is_complete = true;
            return self.declare_nested_types(id, syntax);
        }
        if syntax.members.is_none() && syntax.is_struct {
            return error(syntax.pos, 162, "forward declaration is prohibited for structures");
        }
        let id = self.add_class(&name, syntax, outer);
        self.add_type(&name, TypeSymbol::Class(id), syntax.pos)?;
        self.declare_nested_types(id, syntax)
    }

    pub(super) fn add_class(
        &mut self,
        name: &str,
        syntax: &Rc<Class>,
        outer: Option<ClassId>,
    ) -> ClassId {
        let id = ClassId(self.program.classes.len());
        self.program.classes.push(ClassInfo {
            name: Rc::from(name),
            text: names::output(&name.replace("::", "_of_")),
            syntax: Rc::clone(syntax),
            outer,
            base: None,
            fields: Vec::new(),
            methods: Default::default(),
            is_prelude: self.is_prelude,
            is_complete: syntax.members.is_some(),
            bindings: Default::default(),
        });
        id
    }

    pub(super) fn declare_nested_types(&mut self, id: ClassId, syntax: &Class) -> Step<()> {
        for (_, member) in syntax.members.iter().flatten() {
            match member {
                Member::Enum(nested) => self.declare_enum_name(nested, Some(id))?,
                Member::Class(nested) => {
                    self.declare_class_name(&Rc::new(nested.clone()), Some(id))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn declare_item(&mut self, item: &Rc<Item>) -> Step<()> {
        match &**item {
            Item::Enum(syntax) => self.declare_enum(syntax, None),
            Item::Class(syntax) => self.declare_class(syntax),
            Item::Typedef(syntax) => self.declare_typedef(syntax),
            Item::Function(syntax) => {
                let step = self.declare_function(syntax);
                if step.is_err() {
                    self.lost.insert(Rc::clone(&syntax.name));
                }
                step
            }
            Item::Variables(variables) => {
                for variable in variables {
                    let step = self.declare_global(variable);
                    if step.is_err() {
                        self.lost.insert(Rc::clone(&variable.name));
                    }
                    self.absorb(step);
                }
                Ok(())
            }
            Item::Property(name, value) => {
                self.program.properties.push((Rc::clone(name), Rc::clone(value)));
                Ok(())
            }
        }
    }

    /// Values of an enumeration.
    pub(super) fn declare_enum(&mut self, syntax: &Enum, outer: Option<ClassId>) -> Step<()> {
        let id = self.enum_at(syntax, outer)?;
        let mut next = 0;
        for (name, value, pos) in &syntax.constants {
            if let Some(value) = value {
                let checked = self.value(value)?;
                let Some(known) = checked.integer() else {
                    return error(value.pos, 188, "constant expression required");
                };
                next = known;
            }
            if !(-(1_i128 << 31)..(1_i128 << 31)).contains(&next) {
                return error(*pos, 44, "truncation of constant value");
            }
            let full = Rc::from(self.nested_name(name, outer));
            let index = self.program.enums[id.0].constants.len();
            self.program.enums[id.0].constants.push((Rc::clone(name), next));
            if self.program.enumerators.insert(full, (id, index)).is_some() {
                return error(*pos, 191, format!("'{name}' - identifier already used"));
            }
            next += 1;
        }
        Ok(())
    }

    fn enum_at(&self, syntax: &Enum, outer: Option<ClassId>) -> Step<EnumId> {
        let name = self.nested_name(&syntax.name, outer);
        if let Some(TypeSymbol::Enum(id)) = self.program.types.get(name.as_str())
            && !syntax.name.is_empty()
        {
            return Ok(*id);
        }
        let unnamed = self.program.enums.iter().position(|info| {
            info.constants.is_empty() && info.name.contains("unnamed_enum") && info.class == outer
        });
        unnamed.map(EnumId).ok_or_else(|| Problem::error(syntax.pos, 230, "enumeration is lost"))
    }

    fn declare_typedef(&mut self, syntax: &Typedef) -> Step<()> {
        let Some(TypeSymbol::Typedef(id)) = self.program.types.get(&syntax.name).cloned() else {
            return Ok(());
        };
        let result = self.resolve_type(&syntax.result)?;
        let parameters = self.parameters(&syntax.parameters)?;
        self.program.typedefs[id.0].result = result;
        self.program.typedefs[id.0].parameters = parameters;
        Ok(())
    }

    /// Parameters of a function with their types.
    pub(super) fn parameters(&mut self, syntax: &[Variable]) -> Step<Vec<Parameter>> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for variable in syntax {
            let ty = self.variable_type(&variable.type_name, &variable.dimensions)?;
            let pos = variable.pos;
            self.check_parameter(variable, &ty, &parameters)?;
            let default = match &variable.init {
                Init::Value(value) => Some(value.clone()),
                _ => None,
            };
            if default.is_none() && parameters.last().is_some_and(|last| last.default.is_some()) {
                let text = format!("'{}' - missing default value for the parameter", variable.name);
                return error(pos, 277, text);
            }
            parameters.push(Parameter {
                name: Rc::clone(&variable.name),
                ty,
                is_reference: variable.is_reference,
                is_const: variable.storage.is_const,
                default,
                pos,
            });
        }
        if parameters.len() > PARAMETERS_MAX {
            return error(syntax[0].pos, 147, "too many parameters, 64 at most");
        }
        Ok(parameters)
    }

    fn check_parameter(&self, variable: &Variable, ty: &Type, before: &[Parameter]) -> Step<()> {
        let name = &variable.name;
        if *ty == Type::Void {
            return error(variable.pos, 143, "use of 'void' type is unacceptable");
        }
        if ty.is_array() && !variable.is_reference {
            return error(
                variable.pos,
                294,
                format!("'{name}' - array must be passed by reference"),
            );
        }
        if let (Type::Class(id), false) = (ty, variable.is_reference)
            && !self.program.class(*id).syntax.is_struct
        {
            return error(
                variable.pos,
                293,
                format!("'{name}' - objects are passed by reference only"),
            );
        }
        let is_twice = !name.is_empty() && before.iter().any(|other| other.name == *name);
        if is_twice {
            return error(variable.pos, 376, format!("redefinition of formal parameter '{name}'"));
        }
        Ok(())
    }

    /// A function outside classes, or the body of a method.
    fn declare_function(&mut self, syntax: &Function) -> Step<()> {
        if !syntax.scope.is_empty() {
            if syntax.type_parameters.is_empty() {
                return self.define_method(syntax);
            }
            return Ok(());
        }
        if self.program.types.contains_key(&syntax.name) {
            let text = format!("'{}' - there is a type with the same name", syntax.name);
            return error(syntax.pos, 195, text);
        }
        let info = self.function_info(syntax, None)?;
        if self.is_prelude {
            self.add_function(info);
            return Ok(());
        }
        self.check_function_words(&info)?;
        if let Some(id) = self.same_function(&info)? {
            return self.complete_function(id, info);
        }
        if info.library.is_some() {
            self.check_import(&info)?;
        }
        self.add_function(info);
        Ok(())
    }

    fn check_function_words(&self, info: &FunctionInfo) -> Step<()> {
        let pos = info.syntax.pos;
        if info.words.is_const {
            return error(pos, 272, "'const' is only for methods");
        }
        if info.words.is_virtual || info.words.is_override || info.words.is_final {
            return error(pos, 149, "'virtual', 'override' and 'final' are only for methods");
        }
        Ok(())
    }

    /// A function of the same name and parameters that was declared before.
    fn same_function(&self, info: &FunctionInfo) -> Step<Option<FunctionId>> {
        for id in self.program.function_names.get(&info.name).into_iter().flatten() {
            let other = self.program.function(*id);
            let pos = info.syntax.pos;
            if other.is_prelude {
                let text = format!("'{}' - override of a system function", info.name);
                return error(pos, 271, text);
            }
            if !same_parameters(&info.parameters, &other.parameters)
                || info.is_template != other.is_template
            {
                continue;
            }
            if info.result != other.result {
                let text = format!("'{}' - already defined with another return type", info.name);
                return error(pos, 163, text);
            }
            return Ok(Some(*id));
        }
        Ok(None)
    }

    fn complete_function(&mut self, id: FunctionId, info: FunctionInfo) -> Step<()> {
        let old = &mut self.program.functions[id.0];
        let (name, pos) = (&info.name, info.syntax.pos);
        if old.library.is_some() || info.library.is_some() {
            let text = format!("'{name}' - import already defined in another way");
            return error(pos, 205, text);
        }
        if info.syntax.body.is_none() {
            return Ok(());
        }
        if old.syntax.body.is_some() || old.definition.is_some() {
            return error(pos, 165, format!("'{name}' - function already defined and has body"));
        }
        if info.parameters.iter().any(|parameter| parameter.default.is_some())
            && old.parameters.iter().any(|parameter| parameter.default.is_some())
        {
            let text = format!("'{name}' - default values belong to the declaration alone");
            return error(pos, 278, text);
        }
        old.definition = Some(info.syntax);
        Ok(())
    }

    /// A function or method with its types.
    pub(super) fn function_info(
        &mut self,
        syntax: &Function,
        class: Option<ClassId>,
    ) -> Step<FunctionInfo> {
        let mut frame = self.class_frame(class);
        for name in &syntax.type_parameters {
            frame.bindings.insert(Rc::clone(name), Type::Parameter(Rc::clone(name)));
        }
        let bindings = frame.bindings.clone();
        let (result, parameters) = self.in_frame(frame, |checker| {
            let result = match &syntax.result {
                Some(name) => checker.resolve_type(name)?,
                None => Type::Void,
            };
            Ok((result, checker.parameters(&syntax.parameters)?))
        })?;
        Ok(FunctionInfo {
            name: Rc::clone(&syntax.name),
            text: names::output(&syntax.name),
            syntax: Rc::new(syntax.clone()),
            definition: None,
            class,
            result,
            parameters,
            words: syntax.words,
            is_virtual: syntax.words.is_virtual,
            access: Default::default(),
            is_prelude: self.is_prelude,
            library: syntax.library.clone(),
            is_template: !syntax.type_parameters.is_empty(),
            bindings,
            is_used: false,
            body: None,
        })
    }

    fn add_function(&mut self, info: FunctionInfo) {
        let id = FunctionId(self.program.functions.len());
        let names = &mut self.program.function_names;
        names.entry(Rc::clone(&info.name)).or_default().push(id);
        if !info.is_template && !info.is_prelude {
            self.pending.push(id);
        }
        self.program.functions.push(info);
    }

    fn declare_global(&mut self, variable: &Variable) -> Step<()> {
        let name = &variable.name;
        if name.contains("::") {
            return Ok(());
        }
        let ty = self.declared_type(variable)?;
        let pos = variable.pos;
        if self.program.global_names.contains_key(name) {
            return error(pos, 125, format!("'{name}' - variable already defined"));
        }
        if self.program.enumerators.contains_key(name) {
            return error(pos, 194, format!("'{name}' - identifier already used"));
        }
        if self.program.function_names.contains_key(name) {
            return error(pos, 194, format!("'{name}' - identifier already used by a function"));
        }
        self.check_input(variable, &ty)?;
        let id = self.add_global(variable, ty, names::output(name));
        self.program.global_names.insert(Rc::clone(name), id);
        if variable.storage.is_const {
            self.fold_global(id, variable)?;
        }
        Ok(())
    }

    fn check_input(&self, variable: &Variable, ty: &Type) -> Step<()> {
        if !variable.storage.is_input {
            return Ok(());
        }
        let name = &variable.name;
        if !ty.is_numeric() && *ty != Type::Text {
            let text = format!("'{name}' - structures and arrays cannot be input variables");
            return error(variable.pos, 285, text);
        }
        if matches!(variable.init, Init::None) {
            return error(variable.pos, 389, format!("'{name}' - input must be initialized"));
        }
        Ok(())
    }

    pub(super) fn add_global(&mut self, variable: &Variable, ty: Type, text: String) -> GlobalId {
        let id = GlobalId(self.program.globals.len());
        self.program.globals.push(GlobalInfo {
            name: Rc::clone(&variable.name),
            text,
            ty,
            storage: variable.storage,
            init: None,
            constant: None,
            is_prelude: self.is_prelude,
            group: variable.group.clone().unwrap_or_else(|| Rc::from("")),
            comment: variable.comment.clone().unwrap_or_else(|| Rc::from("")),
            pos: variable.pos,
        });
        id
    }

    /// A `const` whose value is known is a constant for dimensions and cases.
    pub(super) fn fold_global(&mut self, id: GlobalId, variable: &Variable) -> Step<()> {
        let ty = self.program.globals[id.0].ty.clone();
        if let (Init::Value(value), true) = (&variable.init, ty.is_numeric() || ty == Type::Text)
            && is_simple(value)
        {
            let value = self.value(value)?;
            let value = self.convert(value, &ty)?;
            self.program.globals[id.0].constant = value.constant;
        }
        Ok(())
    }

    /// First values, once everything is declared.
    fn initialise_globals(&mut self, items: &[Rc<Item>]) {
        for item in items {
            let Item::Variables(variables) = &**item else { continue };
            for variable in variables {
                let step =
                    self.in_frame(Frame::default(), |checker| checker.initialise_global(variable));
                self.absorb(step);
            }
        }
    }

    fn initialise_global(&mut self, variable: &Variable) -> Step<()> {
        let found = match variable.name.split_once("::") {
            Some((class, field)) => self.static_member(class, field, variable.pos)?,
            None => {
                let Some(id) = self.program.global_names.get(&variable.name) else {
                    return Ok(());
                };
                *id
            }
        };
        let info = &self.program.globals[found.0];
        if info.init.is_some() || info.pos != variable.pos && !variable.name.contains("::") {
            return Ok(());
        }
        let ty = info.ty.clone();
        let value = self.initial_value(variable, &ty)?;
        if variable.storage.is_const && value.is_none() {
            let text = format!("'{}' - const variable must be initialized", variable.name);
            return error(variable.pos, 389, text);
        }
        if variable.storage.is_input {
            let known = value.as_ref().is_some_and(|value| value.constant.is_some());
            if !known {
                return error(variable.pos, 188, "constant expression required");
            }
        }
        self.program.globals[found.0].init = value;
        Ok(())
    }

    fn static_member(
        &mut self,
        class: &str,
        field: &str,
        pos: crate::source::Pos,
    ) -> Step<GlobalId> {
        let symbol = self.program.types.get(class).cloned();
        let Some(TypeSymbol::Class(id)) = symbol else {
            return error(pos, 128, format!("'{class}' - class is not defined"));
        };
        let fields = &self.program.class(id).fields;
        let found = fields.iter().find(|own| &*own.name == field);
        match found.map(|own| own.global) {
            Some(Some(global)) => {
                self.frame = self.class_frame(Some(id));
                Ok(global)
            }
            Some(None) => error(pos, 345, format!("'{field}' - not a static member")),
            None => error(pos, 130, format!("'{field}' - no such member of '{class}'")),
        }
    }
}

/// Whether two functions cannot live side by side.
pub(super) fn same_parameters(left: &[Parameter], right: &[Parameter]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| left.ty == right.ty && left.is_reference == right.is_reference)
}

/// Whether an initialiser may be computed before everything is declared: it calls nothing.
fn is_simple(value: &crate::ast::Expr) -> bool {
    use crate::ast::ExprKind as Kind;
    match &value.kind {
        Kind::Call { .. } | Kind::New(..) | Kind::List(_) | Kind::Assign(..) => false,
        Kind::Unary(_, inner) | Kind::Cast(_, inner) | Kind::Paren(inner) => is_simple(inner),
        Kind::Binary(_, left, right) => is_simple(left) && is_simple(right),
        Kind::Conditional(condition, yes, no) => {
            is_simple(condition) && is_simple(yes) && is_simple(no)
        }
        _ => true,
    }
}
