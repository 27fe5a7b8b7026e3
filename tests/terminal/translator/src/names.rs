//! Names in the output: those of the program, unless C++ or the output itself needs them.

/// Words of C++ and macros of its headers that may name things in MQL5, and names that the output
/// uses itself.
const TAKEN: &[&str] = &[
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "auto",
    "bitand",
    "bitor",
    "catch",
    "char16_t",
    "char32_t",
    "char8_t",
    "co_await",
    "co_return",
    "co_yield",
    "compl",
    "concept",
    "const_cast",
    "consteval",
    "constexpr",
    "constinit",
    "decltype",
    "explicit",
    "friend",
    "goto",
    "inline",
    "mutable",
    "noexcept",
    "not",
    "not_eq",
    "nullptr",
    "or",
    "or_eq",
    "register",
    "reinterpret_cast",
    "requires",
    "signed",
    "static_assert",
    "static_cast",
    "thread_local",
    "throw",
    "try",
    "typeid",
    "unsigned",
    "using",
    "volatile",
    "wchar_t",
    "xor",
    "xor_eq",
    "assert",
    "errno",
    "stdin",
    "stdout",
    "stderr",
    "major",
    "minor",
    "linux",
    "unix",
    "NAN",
    "INFINITY",
    "EOF",
    "near",
    "far",
    "interface",
    "small",
    "min",
    "max",
    "g",
    "mql",
    "std",
    "info",
    "registrar",
    "bind",
    "construct",
    "destruct",
    "Globals",
    "main",
    "int8_t",
    "int16_t",
    "int32_t",
    "int64_t",
    "uint8_t",
    "uint16_t",
    "uint32_t",
    "uint64_t",
    "SEEK_SET",
    "SEEK_CUR",
    "SEEK_END",
    "BUFSIZ",
    "FILENAME_MAX",
    "TMP_MAX",
    "RAND_MAX",
    "EXIT_SUCCESS",
    "EXIT_FAILURE",
    "CHAR_BIT",
    "OVERFLOW",
    "UNDERFLOW",
    "DOMAIN",
    "SING",
    "HUGE",
    "HUGE_VAL",
];

/// The name under which the output knows `name`.
pub(crate) fn output(name: &str) -> String {
    let stem = name.trim_end_matches('_');
    let is_taken = TAKEN.contains(&stem) || name.contains("__");
    if is_taken { format!("{name}_") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::output;

    #[test]
    fn names_of_the_program_stay_apart() {
        assert_eq!(output("lots"), "lots");
        assert_eq!(output("register"), "register_");
        assert_eq!(output("register_"), "register__");
    }
}
