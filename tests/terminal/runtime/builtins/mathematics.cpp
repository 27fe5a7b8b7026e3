// Built-ins of mathematics.
#include <cmath>

#include "prelude.hpp"

namespace mql {

namespace {

// Libraries of C differ in the last bit of a result. Computed with more bits and rounded, it is the
// same everywhere.
long double wide(double value) { return value; }
double narrow(long double value) { return static_cast<double>(value); }

// The generator behind MathRand, one for each thread.
thread_local uint32_t random_state = 0;

}  // namespace

double MathArccos(double value) { return narrow(std::acos(wide(value))); }
double MathArcsin(double value) { return narrow(std::asin(wide(value))); }
double MathArctan(double value) { return narrow(std::atan(wide(value))); }
double MathArctan2(double y, double x) { return narrow(std::atan2(wide(y), wide(x))); }
double MathArccosh(double value) { return narrow(std::acosh(wide(value))); }
double MathArcsinh(double value) { return narrow(std::asinh(wide(value))); }
double MathArctanh(double value) { return narrow(std::atanh(wide(value))); }
double MathCosh(double value) { return narrow(std::cosh(wide(value))); }
double MathSinh(double value) { return narrow(std::sinh(wide(value))); }
double MathTanh(double value) { return narrow(std::tanh(wide(value))); }
double MathExpm1(double value) { return narrow(std::expm1(wide(value))); }
double MathLog1p(double value) { return narrow(std::log1p(wide(value))); }
double MathCeil(double value) { return std::ceil(value); }
double MathCos(double value) { return narrow(std::cos(wide(value))); }
double MathExp(double value) { return narrow(std::exp(wide(value))); }
double MathFloor(double value) { return std::floor(value); }
double MathLog(double value) { return narrow(std::log(wide(value))); }
double MathLog10(double value) { return narrow(std::log10(wide(value))); }
double MathMod(double value, double value2) { return std::fmod(value, value2); }
double MathPow(double base, double exponent) {
    return narrow(std::pow(wide(base), wide(exponent)));
}
double MathRound(double value) { return std::round(value); }
double MathSin(double value) { return narrow(std::sin(wide(value))); }
double MathSqrt(double value) { return std::sqrt(value); }
double MathTan(double value) { return narrow(std::tan(wide(value))); }
bool MathIsValidNumber(double value) { return std::isfinite(value); }

// 0 to 32767, the linear congruential generator of Microsoft's C library.
int32_t MathRand() {
    random_state = random_state * 214013U + 2531011U;
    return static_cast<int32_t>((random_state >> 16U) & 0x7FFFU);
}

void MathSrand(int32_t seed) { random_state = static_cast<uint32_t>(seed); }

}  // namespace mql
