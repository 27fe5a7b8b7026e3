#include "shares.hpp"

#include <algorithm>
#include <filesystem>
#include <list>

#include "prelude.hpp"

namespace terminal {

namespace {

struct opening {
    const share_claim* owner;
    std::string path;
    int32_t flags;
};

// Never destroyed: programs may end after everything else.
std::list<opening>& openings() {
    static auto* const all = new std::list<opening>;
    return *all;
}

// Names that mean the same file on Windows become the same text.
std::string comparable(const std::string& path) {
    std::string text = std::filesystem::path(path).lexically_normal().generic_string();
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    });
    return text;
}

// What one does the other has to share.
bool lets_in(int32_t shares, int32_t wishes) {
    const bool may_read = (shares & mql::FILE_SHARE_READ) != 0;
    const bool may_write = (shares & mql::FILE_SHARE_WRITE) != 0;
    return (may_read || (wishes & mql::FILE_READ) == 0) &&
           (may_write || (wishes & mql::FILE_WRITE) == 0);
}

}  // namespace

bool share_claim::take(const std::string& path, int32_t flags) {
    const std::string name = comparable(path);
    for (const opening& other : openings()) {
        if (other.path == name && !(lets_in(other.flags, flags) && lets_in(flags, other.flags))) {
            return false;
        }
    }
    openings().push_back({this, name, flags});
    is_taken_ = true;
    return true;
}

share_claim::~share_claim() {
    if (is_taken_) {
        openings().remove_if([this](const opening& other) { return other.owner == this; });
    }
}

bool is_file_open(const std::string& path) {
    const std::string name = comparable(path);
    return std::any_of(openings().begin(), openings().end(),
                       [&](const opening& other) { return other.path == name; });
}

bool is_folder_in_use(const std::string& folder) {
    const std::string begin = comparable(folder + "/");
    return std::any_of(openings().begin(), openings().end(), [&](const opening& other) {
        return other.path.compare(0, begin.size(), begin) == 0;
    });
}

}  // namespace terminal
