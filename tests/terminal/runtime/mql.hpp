// The language: everything that translated programs use before any built-in.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>

#include "any.hpp"
#include "arithmetic.hpp"
#include "array.hpp"
#include "cast.hpp"
#include "critical_error.hpp"
#include "dll.hpp"
#include "enum_table.hpp"
#include "object.hpp"
#include "poison.hpp"
#include "scalar.hpp"
#include "string.hpp"
