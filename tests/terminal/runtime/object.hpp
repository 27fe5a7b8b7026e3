// Objects of classes, and pointers that know whether their object still lives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "critical_error.hpp"

namespace mql {

// A number for each living object of this thread's program; numbers are never used twice.
class object_mark {
public:
    object_mark();
    object_mark(const object_mark&) : object_mark() {}
    object_mark& operator=(const object_mark&) { return *this; }
    ~object_mark();
    uint64_t number() const { return number_; }

private:
    uint64_t number_;
};

bool is_alive(uint64_t number);
bool is_dynamic(uint64_t number);

struct object;
// Objects made by `new` that nobody deleted.
void note_created(object* created);
void note_destroyed(object* destroyed);
int32_t undeleted_objects();
// Destroys them, as the terminal does when it unloads a program.
void delete_undeleted();

// Base of every class without one.
struct object {
    object_mark mark_of_object;
    virtual ~object() noexcept(false) {}
};

template <class C>
class ptr {
public:
    ptr() = default;
    ptr(std::nullptr_t) {}
    explicit ptr(C* target) : target_(target) {
        if (target != nullptr) {
            number_ = target->mark_of_object.number();
        }
    }
    ptr(C* target, uint64_t number) : target_(target), number_(number) {}
    template <class D, class = std::enable_if_t<std::is_base_of_v<C, D>>>
    ptr(const ptr<D>& other) : target_(other.raw()), number_(other.number()) {}

    C* raw() const { return target_; }
    uint64_t number() const { return number_; }
    bool is_valid() const { return target_ != nullptr && is_alive(number_); }
    C* get() const {
        if (!is_valid()) {
            fail("invalid pointer access");
        }
        return target_;
    }
    C* operator->() const { return get(); }
    C& operator*() const { return *get(); }
    template <class D>
    bool operator==(const ptr<D>& other) const {
        return number_ == other.number();
    }
    template <class D>
    bool operator!=(const ptr<D>& other) const {
        return number_ != other.number();
    }
    bool operator==(std::nullptr_t) const { return target_ == nullptr; }
    bool operator!=(std::nullptr_t) const { return target_ != nullptr; }

private:
    C* target_ = nullptr;
    uint64_t number_ = 0;
};

template <class C, class... A>
ptr<C> create(A&&... arguments) {
    C* made = new C(std::forward<A>(arguments)...);
    note_created(made);
    return ptr<C>(made);
}

// `delete`: nothing for NULL, an error for what does not live or was not made by `new`.
template <class C>
void destroy(ptr<C> target) {
    if (target == nullptr) {
        return;
    }
    if (!target.is_valid()) {
        fail("delete invalid pointer");
    }
    if (!is_dynamic(target.number())) {
        fail("delete of an object that was not created by new");
    }
    note_destroyed(target.raw());
    delete target.raw();
}

template <class C>
ptr<C> ptr_of(C& target) {
    return ptr<C>(&target);
}

template <class C, class D>
ptr<C> dynamic_ptr(ptr<D> source) {
    if (!source.is_valid()) {
        return ptr<C>();
    }
    C* target = dynamic_cast<C*>(source.raw());
    return target == nullptr ? ptr<C>() : ptr<C>(target, source.number());
}

}  // namespace mql
