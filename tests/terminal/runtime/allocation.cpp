#include "allocation.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local uint64_t allocations = 0;
thread_local bool is_counting = false;

void* try_allocate(size_t size) noexcept {
    if (is_counting) {
        ++allocations;
    }
    return std::malloc(size == 0 ? 1 : size);
}

void* allocate(size_t size) {
    void* memory = try_allocate(size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

}  // namespace

namespace mql {

uint64_t allocation_count() { return allocations; }

bool count_allocations(bool on) {
    const bool was = is_counting;
    is_counting = on;
    return was;
}

}  // namespace mql

void* operator new(size_t size) { return allocate(size); }
void* operator new[](size_t size) { return allocate(size); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return try_allocate(size); }
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return try_allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
