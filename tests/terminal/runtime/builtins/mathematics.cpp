// Built-ins of mathematics.
#include <cmath>

#include "prelude.hpp"

namespace mql {

namespace {

// The generator behind MathRand, one for each thread.
thread_local uint32_t random_state = 0;

}  // namespace

double MathArccos(double value) { return std::acos(value); }
double MathArcsin(double value) { return std::asin(value); }
double MathArctan(double value) { return std::atan(value); }
double MathArctan2(double y, double x) { return std::atan2(y, x); }
double MathArccosh(double value) { return std::acosh(value); }
double MathArcsinh(double value) { return std::asinh(value); }
double MathArctanh(double value) { return std::atanh(value); }
double MathCosh(double value) { return std::cosh(value); }
double MathSinh(double value) { return std::sinh(value); }
double MathTanh(double value) { return std::tanh(value); }
double MathExpm1(double value) { return std::expm1(value); }
double MathLog1p(double value) { return std::log1p(value); }
double MathCeil(double value) { return std::ceil(value); }
double MathCos(double value) { return std::cos(value); }
double MathExp(double value) { return std::exp(value); }
double MathFloor(double value) { return std::floor(value); }
double MathLog(double value) { return std::log(value); }
double MathLog10(double value) { return std::log10(value); }
double MathMod(double value, double value2) { return std::fmod(value, value2); }
double MathPow(double base, double exponent) { return std::pow(base, exponent); }
double MathRound(double value) { return std::round(value); }
double MathSin(double value) { return std::sin(value); }
double MathSqrt(double value) { return std::sqrt(value); }
double MathTan(double value) { return std::tan(value); }
bool MathIsValidNumber(double value) { return std::isfinite(value); }

// 0 to 32767, the linear congruential generator of Microsoft's C library.
int32_t MathRand() {
    random_state = random_state * 214013U + 2531011U;
    return static_cast<int32_t>((random_state >> 16U) & 0x7FFFU);
}

void MathSrand(int32_t seed) { random_state = static_cast<uint32_t>(seed); }

}  // namespace mql
