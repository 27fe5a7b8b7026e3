//! The built library, loaded at run time as a terminal loads it: every call goes through its
//! exported C functions, and nothing else of it is touched.

#![expect(unsafe_code, reason = "calls C functions of a library that is loaded at run time")]

use std::path::{Path, PathBuf};

use hypertrader::ffi::abi::{
    HT_TICKS_SKIP_BAD, HtAccount, HtDeal, HtDecision, HtEngineParams, HtMqlTick, HtOrderResult,
    HtPosition, HtStatus, HtSymbol, layout,
};
use hypertrader::ffi::library_calls::HT_ABI_VERSION;

/// Most feature columns that an engine can have, by the C ABI's documentation.
pub(super) const COLUMNS_MAX: usize = 64;
const TEXT_CAPACITY: usize = 8_192;

/// Declares the functions that replay needs, resolved by name.
macro_rules! functions {
    ($($name:ident($($argument:ty),*);)+) => {
        #[derive(Clone, Copy, Debug)]
        struct Functions {
            $($name: unsafe extern "C" fn($($argument),*) -> i32,)+
        }

        impl Functions {
            fn resolve(library: &libloading::Library) -> Result<Self, String> {
                Ok(Self {
                    $($name: {
                        type Function = unsafe extern "C" fn($($argument),*) -> i32;
                        // SAFETY: the header declares the function with this signature; functions
                        // are never changed within a major version, which was compared before.
                        let found = unsafe { library.get::<Function>(stringify!($name)) };
                        *found.map_err(|error| {
                            format!("exports no {}: {error}", stringify!($name))
                        })?
                    },)+
                })
            }
        }
    };
}

functions! {
    ht_abi_check(i32, i32, *const i32, i32);
    ht_version(*mut u8, i32);
    ht_last_error(i64, *mut u8, i32);
    ht_engine_open(*const HtEngineParams, *const u8, i32, *const u8, i32, *mut i64);
    ht_engine_symbol(i64, *const HtSymbol);
    ht_engine_account(i64, *const HtAccount);
    ht_engine_positions(i64, *const HtPosition, i32, i64);
    ht_engine_ticks(i64, *const HtMqlTick, i32, i64, i32);
    ht_engine_timer(i64, i64, i64);
    ht_engine_decision(i64, *mut HtDecision);
    ht_engine_order_result(i64, *const HtOrderResult);
    ht_engine_deal(i64, *const HtDeal);
    ht_engine_status(i64, *mut HtStatus);
    ht_engine_features(i64, *mut f64, *mut u8, i32);
    ht_engine_close(i64);
}

/// A loaded library whose interface has been compared with ours.
#[derive(Debug)]
pub(super) struct Library {
    functions: Functions,
    path: PathBuf,
    /// Keeps the functions in memory.
    _module: libloading::Library,
}

/// Where the library lies unless `--library` says otherwise: beside the program or, as cargo leaves
/// it after `cargo run`, in the folder `deps` there; the newer one if there are two.
pub(super) fn default_path() -> Result<PathBuf, String> {
    let program = std::env::current_exe()
        .map_err(|error| format!("where this program lies is unknown ({error}); use --library"))?;
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let name = format!("{prefix}hypertrader{suffix}");
    let beside = program.with_file_name(&name);
    let from_cargo = program.with_file_name("deps").join(&name);
    let built = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    Ok(if built(&from_cargo) > built(&beside) { from_cargo } else { beside })
}

impl Library {
    /// Loads the library and compares version and layouts, as an Expert Advisor does at start.
    pub(super) fn load(path: &Path) -> Result<Self, String> {
        let place = path.display();
        if !path.is_file() {
            return Err(format!(
                "{place}: no such file, expected the built library (cargo build --release makes \
                 it beside the program; --library names another)"
            ));
        }
        let path = std::path::absolute(path).map_err(|error| format!("{place}: {error}"))?;
        // SAFETY: loading runs no code of the library: it has no constructors (tests prove it).
        let module = unsafe { libloading::Library::new(&path) }
            .map_err(|error| format!("{place}: cannot be loaded: {error}"))?;
        check_version(&module).map_err(|problem| format!("{place}: {problem}"))?;
        let functions =
            Functions::resolve(&module).map_err(|problem| format!("{place}: {problem}"))?;
        let library = Self { functions, path, _module: module };
        library.check_layouts()?;
        Ok(library)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What the library calls its version.
    pub(super) fn version(&self) -> String {
        read_text(|buffer, capacity| {
            // SAFETY: the buffer has the stated capacity.
            unsafe { (self.functions.ht_version)(buffer, capacity) }
        })
    }

    fn check_layouts(&self) -> Result<(), String> {
        for structure in 1.. {
            let Some((size, offsets)) = layout(structure) else { break };
            let number = |value: usize| i32::try_from(value).unwrap_or(i32::MAX);
            let offsets: Vec<i32> = offsets.iter().map(|&offset| number(offset)).collect();
            // SAFETY: the pointer and the count are those of one live vector.
            let code = unsafe {
                (self.functions.ht_abi_check)(
                    structure,
                    number(size),
                    offsets.as_ptr(),
                    number(offsets.len()),
                )
            };
            self.check("ht_abi_check", 0, code)?;
        }
        Ok(())
    }

    /// Opens an engine.
    pub(super) fn open(
        &self,
        params: &HtEngineParams,
        config_path: &str,
        overrides: &str,
    ) -> Result<Session<'_>, String> {
        let length = |text: &str| i32::try_from(text.len()).unwrap_or(i32::MAX);
        let mut handle = 0;
        // SAFETY: all pointers are to live values of the stated lengths.
        let code = unsafe {
            (self.functions.ht_engine_open)(
                params,
                config_path.as_ptr(),
                length(config_path),
                overrides.as_ptr(),
                length(overrides),
                &raw mut handle,
            )
        };
        self.check("ht_engine_open", 0, code)?;
        Ok(Session { library: self, handle })
    }

    fn check(&self, function: &str, handle: i64, code: i32) -> Result<i32, String> {
        if code >= 0 {
            return Ok(code);
        }
        let text = read_text(|buffer, capacity| {
            // SAFETY: the buffer has the stated capacity.
            unsafe { (self.functions.ht_last_error)(handle, buffer, capacity) }
        });
        Err(format!("{function} returned {code}: {text}"))
    }
}

fn check_version(module: &libloading::Library) -> Result<(), String> {
    // SAFETY: this function's name and signature are frozen for ever.
    let function = unsafe { module.get::<unsafe extern "C" fn() -> i32>("ht_abi_version") };
    let function = function.map_err(|error| format!("is no hypertrader library: {error}"))?;
    // SAFETY: as above; it takes nothing and cannot fail.
    let version = unsafe { function() };
    let (major, minor) = (version >> 16, version & 0xffff);
    if major != HT_ABI_VERSION >> 16 || minor < HT_ABI_VERSION & 0xffff {
        return Err(format!(
            "its interface version was {major}.{minor}, expected {}.{} or a later minor one",
            HT_ABI_VERSION >> 16,
            HT_ABI_VERSION & 0xffff
        ));
    }
    Ok(())
}

fn read_text(write: impl FnOnce(*mut u8, i32) -> i32) -> String {
    let mut buffer = vec![0_u8; TEXT_CAPACITY];
    write(buffer.as_mut_ptr(), TEXT_CAPACITY as i32);
    let end = buffer.iter().position(|&byte| byte == 0).unwrap_or(0);
    String::from_utf8_lossy(&buffer[..end]).into_owned()
}

/// An open engine. Closed when dropped.
#[derive(Debug)]
pub(super) struct Session<'a> {
    library: &'a Library,
    handle: i64,
}

impl Session<'_> {
    fn check(&self, function: &str, code: i32) -> Result<i32, String> {
        self.library.check(function, self.handle, code)
    }

    pub(super) fn symbol(&self, symbol: &HtSymbol) -> Result<(), String> {
        // SAFETY: the structure is live and says its own size.
        let code = unsafe { (self.library.functions.ht_engine_symbol)(self.handle, symbol) };
        self.check("ht_engine_symbol", code).map(|_| ())
    }

    pub(super) fn account(&self, account: &HtAccount) -> Result<(), String> {
        // SAFETY: the structure is live and says its own size.
        let code = unsafe { (self.library.functions.ht_engine_account)(self.handle, account) };
        self.check("ht_engine_account", code).map(|_| ())
    }

    pub(super) fn positions(&self, positions: &[HtPosition], time_msc: i64) -> Result<(), String> {
        let count = i32::try_from(positions.len()).unwrap_or(i32::MAX);
        // SAFETY: pointer and count are those of one live slice.
        let code = unsafe {
            (self.library.functions.ht_engine_positions)(
                self.handle,
                positions.as_ptr(),
                count,
                time_msc,
            )
        };
        self.check("ht_engine_positions", code).map(|_| ())
    }

    /// The raw call whose latency is measured: the number of decisions waiting, or an error code
    /// for [`Session::check_ticks`].
    #[inline]
    pub(super) fn ticks(&self, ticks: &[HtMqlTick]) -> i32 {
        let count = i32::try_from(ticks.len()).unwrap_or(i32::MAX);
        // SAFETY: pointer and count are those of one live slice.
        unsafe {
            (self.library.functions.ht_engine_ticks)(
                self.handle,
                ticks.as_ptr(),
                count,
                0,
                HT_TICKS_SKIP_BAD,
            )
        }
    }

    pub(super) fn check_ticks(&self, code: i32) -> Result<i32, String> {
        self.check("ht_engine_ticks", code)
    }

    pub(super) fn timer(&self, time_msc: i64) -> Result<i32, String> {
        // SAFETY: no pointers.
        let code = unsafe { (self.library.functions.ht_engine_timer)(self.handle, time_msc, 0) };
        self.check("ht_engine_timer", code)
    }

    pub(super) fn decision(&self) -> Result<Option<HtDecision>, String> {
        // SAFETY: the structure consists of numbers, for which all bits 0 are valid.
        let mut decision: HtDecision = unsafe { std::mem::zeroed() };
        decision.struct_size = size_of::<HtDecision>() as u32;
        // SAFETY: the structure is live and says its own size.
        let code =
            unsafe { (self.library.functions.ht_engine_decision)(self.handle, &raw mut decision) };
        let found = self.check("ht_engine_decision", code)?;
        Ok((found > 0).then_some(decision))
    }

    pub(super) fn order_result(&self, result: &HtOrderResult) -> Result<(), String> {
        // SAFETY: the structure is live.
        let code = unsafe { (self.library.functions.ht_engine_order_result)(self.handle, result) };
        self.check("ht_engine_order_result", code).map(|_| ())
    }

    pub(super) fn deal(&self, deal: &HtDeal) -> Result<(), String> {
        // SAFETY: the structure is live.
        let code = unsafe { (self.library.functions.ht_engine_deal)(self.handle, deal) };
        self.check("ht_engine_deal", code).map(|_| ())
    }

    pub(super) fn status(&self) -> Result<HtStatus, String> {
        // SAFETY: the structure consists of numbers, for which all bits 0 are valid.
        let mut status: HtStatus = unsafe { std::mem::zeroed() };
        status.struct_size = size_of::<HtStatus>() as u32;
        // SAFETY: the structure is live and says its own size.
        let code =
            unsafe { (self.library.functions.ht_engine_status)(self.handle, &raw mut status) };
        self.check("ht_engine_status", code)?;
        Ok(status)
    }

    /// The values of the last closed bar and their validity; returns the number of columns.
    pub(super) fn features(
        &self,
        values: &mut [f64; COLUMNS_MAX],
        valid: &mut [u8; COLUMNS_MAX],
    ) -> Result<usize, String> {
        // SAFETY: both buffers have the stated capacity.
        let code = unsafe {
            (self.library.functions.ht_engine_features)(
                self.handle,
                values.as_mut_ptr(),
                valid.as_mut_ptr(),
                COLUMNS_MAX as i32,
            )
        };
        let count = self.check("ht_engine_features", code)?;
        Ok((count.unsigned_abs() as usize).min(COLUMNS_MAX))
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // SAFETY: no pointers; closing an invalid handle is an error code and nothing else.
        unsafe { (self.library.functions.ht_engine_close)(self.handle) };
    }
}
