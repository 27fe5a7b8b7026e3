// Built-ins that are templates.
#pragma once

#include "builtins/array_copy.hpp"
#include "builtins/array_order.hpp"
#include "builtins/array_size.hpp"
#include "builtins/file_array.hpp"
#include "builtins/frame.hpp"
#include "builtins/numbers.hpp"
#include "builtins/structure.hpp"
