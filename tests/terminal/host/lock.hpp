// The lock of the world, and waiting while it is given up.
#pragma once

#include <chrono>
#include <condition_variable>

namespace terminal {

// Waits for news with the lock of the world given up as a whole; the caller holds it.
void wait_for(std::condition_variable_any& news);
// The same for at most so long; false when the time was over.
bool wait_for(std::condition_variable_any& news, std::chrono::milliseconds most);

// Gives the lock up for a while, however often the caller has taken it.
class world_pause {
public:
    world_pause();
    ~world_pause();
    world_pause(const world_pause&) = delete;
    world_pause& operator=(const world_pause&) = delete;

private:
    int depth_;
};

}  // namespace terminal
