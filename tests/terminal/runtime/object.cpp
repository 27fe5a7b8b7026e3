#include "object.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "thread_objects.hpp"

namespace mql {

namespace {

// Of one thread: a program's objects never leave it.
struct registry {
    uint64_t last = 0;
    // By number; true for objects made by `new`.
    std::unordered_map<uint64_t, bool> living;
    std::vector<object*> created;
};

registry& own() {
    return of_thread<registry>();
}

}  // namespace

object_mark::object_mark() : number_(++own().last) { own().living.emplace(number_, false); }

object_mark::~object_mark() { own().living.erase(number_); }

bool is_alive(uint64_t number) { return own().living.count(number) != 0; }

bool is_dynamic(uint64_t number) {
    const auto found = own().living.find(number);
    return found != own().living.end() && found->second;
}

void note_created(object* created) {
    own().living[created->mark_of_object.number()] = true;
    own().created.push_back(created);
}

void note_destroyed(object* destroyed) {
    auto& created = own().created;
    created.erase(std::remove(created.begin(), created.end(), destroyed), created.end());
}

int32_t undeleted_objects() { return static_cast<int32_t>(own().created.size()); }

void delete_undeleted() {
    auto& created = own().created;
    while (!created.empty()) {
        object* last = created.back();
        created.pop_back();
        delete last;
    }
}

}  // namespace mql
