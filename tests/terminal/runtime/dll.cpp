#include "dll.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "allocation.hpp"
#include "critical_error.hpp"
#include "dll_calls.hpp"
#include "thread_objects.hpp"

namespace mql::dll {

namespace {

struct thread_state {
    bool is_allowed = true;
    bool is_outside = false;
    uint64_t calls = 0;
};

thread_local thread_state own;

// Blocks that hand out memory from their start and take it back from their end.
struct stack {
    std::vector<std::unique_ptr<unsigned char[]>> blocks;
    std::vector<size_t> used;
};

constexpr size_t block_size = size_t{1} << 20U;

stack& borrowed() {
    return of_thread<stack>();
}

constexpr size_t rounded(size_t size) { return (size + 15) / 16 * 16; }

}  // namespace

void allow_calls(bool on) { own.is_allowed = on; }
uint64_t call_count() { return own.calls; }
bool is_outside() { return own.is_outside; }

void fill_guard(void* zone) { std::memset(zone, guard_byte, guard_size); }

void check_guard(const void* zone) {
    const auto* bytes = static_cast<const unsigned char*>(zone);
    const bool is_whole =
        std::all_of(bytes, bytes + guard_size, [](unsigned char b) { return b == guard_byte; });
    if (!is_whole) {
        fail("a library wrote outside the memory that it was given");
    }
}

void enter(void* slot) {
    if (!own.is_allowed) {
        fail("DLL calls are not allowed");
    }
    if (slot == nullptr) {
        fail("a function of a library was called that is not there");
    }
    ++own.calls;
    own.is_outside = true;
}

void leave() { own.is_outside = false; }

unsigned char* borrow(size_t size) {
    const uncounted pause;
    stack& memory = borrowed();
    size = rounded(size);
    if (memory.blocks.empty() || memory.used.back() + size > block_size) {
        memory.blocks.push_back(std::make_unique<unsigned char[]>(std::max(size, block_size)));
        memory.used.push_back(0);
    }
    unsigned char* start = memory.blocks.back().get() + memory.used.back();
    memory.used.back() += size;
    return start;
}

void give_back(size_t size) {
    stack& memory = borrowed();
    memory.used.back() -= rounded(size);
    // The first block stays for the next call.
    if (memory.used.back() == 0 && memory.blocks.size() > 1) {
        memory.blocks.pop_back();
        memory.used.pop_back();
    }
}

by_text::by_text(string* target, const string& source)
    : target_(target),
      capacity_(source.text().size()),
      buffer_(guard_size + source.text().size() + 1, u'\0') {
    fill_guard(buffer_.data());
    std::copy(source.text().begin(), source.text().end(), native());
    fill_guard(native() + capacity_ + 1);
}

void by_text::done() {
    check_guard(buffer_.data());
    check_guard(native() + capacity_ + 1);
    if (target_ == nullptr) {
        return;
    }
    const char16_t* start = native();
    *target_ = string(std::u16string(start, std::find(start, start + capacity_, u'\0')));
}

}  // namespace mql::dll
