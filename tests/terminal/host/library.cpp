#include "library.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "settings.hpp"

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace terminal {

namespace {

struct loaded_library {
    void* handle = nullptr;
    int users = 0;
};

std::map<std::string, loaded_library>& libraries() {
    static std::map<std::string, loaded_library> instance;
    return instance;
}

// Null with the code of the system's error when it cannot be loaded.
#ifdef _WIN32
void* open_library(std::string path, int& code) {
    std::replace(path.begin(), path.end(), '/', '\\');
    void* library = reinterpret_cast<void*>(LoadLibraryA(path.c_str()));
    code = static_cast<int>(GetLastError());
    return library;
}
void* find_function(void* library, const char* name) {
    return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(library), name));
}
void close_library(void* library) { FreeLibrary(reinterpret_cast<HMODULE>(library)); }
std::string file_of(const std::string& name) { return name; }
#else
void* open_library(const std::string& path, int& code) {
    constexpr int not_found = 126;
    constexpr int bad_format = 193;
    code = std::ifstream(path).good() ? bad_format : not_found;
    return dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
}
void* find_function(void* library, const char* name) { return dlsym(library, name); }
void close_library(void* library) { dlclose(library); }
std::string file_of(const std::string& name) { return name.substr(0, name.rfind('.')) + ".so"; }
#endif

std::set<std::string> names_of(const mql::program_info& info) {
    std::set<std::string> names;
    for (const mql::import_info& import : info.imports) {
        names.insert(import.dll);
    }
    return names;
}

std::string path_of(const std::string& name) {
    return settings().libraries_root + "/" + settings().libraries + "/" + file_of(name);
}

void let_go(const std::string& name) {
    loaded_library& library = libraries()[name];
    if (--library.users == 0) {
        close_library(library.handle);
        library.handle = nullptr;
    }
}

}  // namespace

bool has_library(const std::string& name) {
    return name.size() > 4 && std::ifstream(path_of(name)).good();
}

bool load_imports(const mql::program_info& info, std::string& error) {
    std::set<std::string> begun;
    for (const std::string& name : names_of(info)) {
        loaded_library& library = libraries()[name];
        int code = 0;
        if (library.users == 0) {
            library.handle = open_library(path_of(name), code);
        }
        if (library.handle == nullptr) {
            error = "Cannot load '" + name + "' [" + std::to_string(code) + "]";
            break;
        }
        ++library.users;
        begun.insert(name);
    }
    for (const mql::import_info& import : info.imports) {
        if (!error.empty()) {
            break;
        }
        *import.slot = find_function(libraries()[import.dll].handle, import.function);
        if (*import.slot == nullptr) {
            error = std::string("unresolved import function call '") + import.function + "' in '" +
                    import.dll + "'";
        }
    }
    if (error.empty()) {
        return true;
    }
    for (const std::string& name : begun) {
        let_go(name);
    }
    return false;
}

void release_imports(const mql::program_info& info) {
    for (const std::string& name : names_of(info)) {
        let_go(name);
    }
}

}  // namespace terminal
