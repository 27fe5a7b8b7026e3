//! Functions of libraries: what may cross to native code.

use super::{Checker, error};
use crate::model::{FunctionInfo, Parameter};
use crate::source::Step;
use crate::types::Type;

impl Checker {
    pub(super) fn check_import(&self, info: &FunctionInfo) -> Step<()> {
        let (name, pos) = (&info.name, info.syntax.pos);
        if info.syntax.body.is_some() {
            return error(pos, 160, format!("'{name}' - imported function cannot have a body"));
        }
        if info.is_template {
            return error(pos, 367, format!("'{name}' - function template cannot be imported"));
        }
        if info.syntax.is_variadic {
            return error(pos, 185, format!("'{name}' - inappropriate use of ellipsis"));
        }
        let is_simple = info.result.is_numeric() || matches!(info.result, Type::Void | Type::Text);
        if !is_simple {
            let text =
                format!("'{}' - invalid return type of an import", self.describe(&info.result));
            return error(pos, 378, text);
        }
        for parameter in &info.parameters {
            self.check_import_parameter(parameter)?;
        }
        Ok(())
    }

    fn check_import_parameter(&self, parameter: &Parameter) -> Step<()> {
        let (name, pos) = (&parameter.name, parameter.pos);
        let refuse = |ty: &Type| {
            let text = format!(
                "'{name}' - imported function cannot have a parameter of type '{}'",
                self.describe(ty)
            );
            error(pos, 298, text)
        };
        match &parameter.ty {
            Type::Text => Ok(()),
            Type::Class(id) if !self.program.class(*id).syntax.is_struct => refuse(&parameter.ty),
            Type::Class(_) if !parameter.is_reference => {
                error(pos, 293, format!("'{name}' - structure must be passed by reference"))
            }
            Type::Class(_) if !self.program.is_plain(&parameter.ty) => {
                let text = format!(
                    "'{}' - structure with strings, dynamic arrays or objects cannot be used \
                     from DLL",
                    self.describe(&parameter.ty)
                );
                error(pos, 411, text)
            }
            Type::Class(_) => Ok(()),
            Type::Array(element, sizes) => {
                if sizes.len() > 1 || !self.program.is_plain(element) {
                    return refuse(&parameter.ty);
                }
                Ok(())
            }
            ty if ty.is_numeric() => Ok(()),
            ty => refuse(ty),
        }
    }
}
