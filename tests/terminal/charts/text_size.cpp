// How large text is on the screen.
#include <cmath>

#include "allocation.hpp"
#include "charts.hpp"
#include "fonts.hpp"
#include "host.hpp"
#include "host/settings.hpp"
#include "prelude.hpp"

namespace terminal {

double pixels_of(double points) { return std::round(points * settings().dpi / 72.0); }

text_size size_of_text(const std::string& text, const std::string& font, double height_px) {
    const font_metrics metrics(font);
    const double width = metrics.width_of(mql::to_utf16(text)) * height_px;
    // What lies within rounding noise of a whole pixel is that pixel.
    return {static_cast<int32_t>(std::ceil(width - 1e-6)),
            static_cast<int32_t>(std::ceil(metrics.line_height() * height_px - 1e-6))};
}

namespace {

// What TextGetSize measures with.
struct chosen_font {
    std::string name = "Arial";
    double height_px = 16.0;
};

}  // namespace

}  // namespace terminal

namespace mql {

bool TextSetFont(string name, int32_t size, uint32_t flags, int32_t orientation) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (flags != 0 || orientation != 0) {
        terminal::not_simulated("TextSetFont with flags or an angle");
    }
    if (name.length() == 0 || size == 0) {
        terminal::set_last_error(ERR_INVALID_PARAMETER);
        return false;
    }
    auto& font = terminal::program_data().get<terminal::chosen_font>();
    font.name = to_utf8(name);
    // Negative sizes are tenths of a point, positive ones pixels.
    font.height_px = size < 0 ? terminal::pixels_of(-size / 10.0) : size;
    return true;
}

bool TextGetSize(string text, uint32_t& width, uint32_t& height) {
    const uncounted pause;
    const terminal::world_lock lock;
    const auto& font = terminal::program_data().get<terminal::chosen_font>();
    const terminal::text_size size =
        terminal::size_of_text(to_utf8(text), font.name, font.height_px);
    width = static_cast<uint32_t>(size.width);
    height = static_cast<uint32_t>(size.height);
    return true;
}

}  // namespace mql
