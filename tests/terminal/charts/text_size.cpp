// How large text is on the screen.
#include <cmath>

#include "charts.hpp"
#include "host/settings.hpp"
#include "string.hpp"

namespace terminal {

namespace {

// Average widths of letters in parts of the height, as in Arial, Segoe UI and Tahoma.
double width_of(char16_t c) {
    if (c == u' ' || c == u'.' || c == u',' || c == u':' || c == u'i' || c == u'l' || c == u'I' ||
        c == u'|' || c == u'\'') {
        return 0.28;
    }
    if (c == u'm' || c == u'M' || c == u'W' || c == u'w' || c == u'%' || c == u'@') {
        return 0.84;
    }
    if (c >= u'A' && c <= u'Z') {
        return 0.67;
    }
    if (c == u'f' || c == u't' || c == u'r' || c == u'j' || c == u'(' || c == u')' || c == u'-') {
        return 0.33;
    }
    return c < 0x2E80 ? 0.56 : 1.0;
}

bool is_monospaced(const std::string& font) {
    return font.find("Consolas") != std::string::npos || font.find("Courier") != std::string::npos;
}

}  // namespace

double pixels_of(double points) { return points * settings().dpi / 72.0; }

text_size size_of_text(const std::string& text, const std::string& font, double height_px) {
    double width = 0.0;
    for (const char16_t character : mql::to_utf16(text)) {
        width += is_monospaced(font) ? 0.55 : width_of(character);
    }
    return {static_cast<int32_t>(std::ceil(width * height_px)),
            static_cast<int32_t>(std::ceil(height_px * 1.2))};
}

}  // namespace terminal
