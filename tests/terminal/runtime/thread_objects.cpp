#include "thread_objects.hpp"

#include <vector>

namespace mql {

namespace {

thread_local std::vector<void (*)()>* drops = nullptr;

}  // namespace

void at_thread_end(void (*drop)()) {
    if (drops == nullptr) {
        drops = new std::vector<void (*)()>();
    }
    drops->push_back(drop);
}

void drop_thread_objects() {
    while (drops != nullptr && !drops->empty()) {
        void (*drop)() = drops->back();
        drops->pop_back();
        drop();
    }
    delete drops;
    drops = nullptr;
}

}  // namespace mql
