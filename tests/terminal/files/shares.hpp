// Who has a file open, in all programs, and whom it lets in: the sharing of Windows.
#pragma once

#include <cstdint>
#include <string>

namespace terminal {

// One opening of a file, from `take` until it is destroyed.
class share_claim {
public:
    share_claim() = default;
    ~share_claim();
    share_claim(const share_claim&) = delete;
    share_claim& operator=(const share_claim&) = delete;

    // By the flags of FileOpen. False when it and another opening exclude each other.
    bool take(const std::string& path, int32_t flags);

private:
    bool is_taken_ = false;
};

bool is_file_open(const std::string& path);
// A file in this folder or one below it is open.
bool is_folder_in_use(const std::string& folder);

}  // namespace terminal
