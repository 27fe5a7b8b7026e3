#include "library.hpp"

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

#ifdef _WIN32
void* open_library(const std::string& path) {
    return reinterpret_cast<void*>(LoadLibraryA(path.c_str()));
}
void* find_function(void* library, const char* name) {
    return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(library), name));
}
void close_library(void* library) { FreeLibrary(reinterpret_cast<HMODULE>(library)); }
std::string file_of(const std::string& name) { return name; }
#else
void* open_library(const std::string& path) { return dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL); }
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

void let_go(const std::string& name) {
    loaded_library& library = libraries()[name];
    if (--library.users == 0) {
        close_library(library.handle);
        library.handle = nullptr;
    }
}

}  // namespace

bool load_imports(const mql::program_info& info, std::string& error) {
    std::set<std::string> begun;
    for (const std::string& name : names_of(info)) {
        loaded_library& library = libraries()[name];
        if (library.users == 0) {
            library.handle = open_library(settings().libraries_folder + "/" + file_of(name));
        }
        if (library.handle == nullptr) {
            error = "Cannot load '" + name + "' [126]";
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
