// Random sequences of events: what users, brokers and networks do in no sensible order.
#pragma once

#include <string>
#include <vector>

namespace terminal {

// fuzz COUNT [SEED]: so many sequences, one after another. Ends with the commands of the sequence
// after which a program was stopped by an error, or there were two positions of one program.
bool run_fuzz(const std::vector<std::string>& words, std::string& error);

}  // namespace terminal
