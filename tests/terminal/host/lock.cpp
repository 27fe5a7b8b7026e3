#include "lock.hpp"

#include <mutex>

#include "host.hpp"

namespace terminal {

namespace {

std::mutex world_mutex;
// How often this thread has the lock; only its own thread looks at it.
thread_local int depth = 0;

// What a condition variable unlocks and locks again.
struct whole_lock {
    int kept = 0;
    void lock() {
        world_mutex.lock();
        depth = kept;
    }
    void unlock() {
        kept = depth;
        depth = 0;
        world_mutex.unlock();
    }
};

}  // namespace

world_lock::world_lock() {
    if (depth == 0) {
        world_mutex.lock();
    }
    ++depth;
}

world_lock::~world_lock() {
    --depth;
    if (depth == 0) {
        world_mutex.unlock();
    }
}

world_pause::world_pause() : depth_(depth) {
    depth = 0;
    world_mutex.unlock();
}

world_pause::~world_pause() {
    world_mutex.lock();
    depth = depth_;
}

void wait_for(std::condition_variable_any& news) {
    whole_lock lock;
    news.wait(lock);
}

bool wait_for(std::condition_variable_any& news, std::chrono::milliseconds most) {
    whole_lock lock;
    return news.wait_for(lock, most) == std::cv_status::no_timeout;
}

}  // namespace terminal
