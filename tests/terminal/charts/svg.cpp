#include "svg.hpp"

#include <algorithm>
#include <cmath>

#include "fonts.hpp"
#include "number_text.hpp"
#include "string.hpp"

namespace terminal {

namespace {

std::string number(double value) {
    std::string text = mql::fixed_text(value, 2);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string color_text(uint32_t code) {
    constexpr const char* digits = "0123456789abcdef";
    if (code == no_color) {
        return "none";
    }
    std::string text = "#";
    for (const uint32_t shift : {4U, 0U, 12U, 8U, 20U, 16U}) {
        text += digits[(code >> shift) & 0xFU];
    }
    return text;
}

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '&': result += "&amp;"; break;
            case '"': result += "&quot;"; break;
            default: result += c;
        }
    }
    return result;
}

// The terminal draws styles with lines of one pixel only.
const char* dashes_of(int32_t style, int32_t line_width) {
    constexpr const char* patterns[] = {nullptr, "9,3", "2,2", "7,3,2,3", "7,2,2,2,2,2"};
    return line_width > 1 ? nullptr : patterns[std::clamp(style, 0, 4)];
}

std::string stroke(uint32_t color, int32_t line_width, int32_t style) {
    std::string text = " stroke=\"" + color_text(color) + "\" stroke-width=\"" +
                       std::to_string(std::max(line_width, 1)) + "\"";
    if (const char* dashes = dashes_of(style, line_width)) {
        text += std::string(" stroke-dasharray=\"") + dashes + "\"";
    }
    return text;
}

// Lines of an odd width lie in the middle of a pixel.
double crisp(double place, int32_t line_width) {
    return std::floor(place) + (line_width % 2 == 0 ? 0.0 : 0.5);
}

}  // namespace

svg_writer::svg_writer(std::ostream& out, int32_t width, int32_t height) : out_(out) {
    out_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width << "\" height=\""
         << height << "\">\n";
}

svg_writer::~svg_writer() { out_ << "</svg>\n"; }

void svg_writer::begin_clip(double width, double height) {
    out_ << "<clipPath id=\"prices\"><rect width=\"" << number(width) << "\" height=\""
         << number(height) << "\"/></clipPath>\n<g clip-path=\"url(#prices)\">\n";
}

void svg_writer::end_clip() { out_ << "</g>\n"; }

void svg_writer::begin_group(const std::string& name, const std::string& tooltip) {
    out_ << "<g data-object=\"" << escaped(name) << "\">\n";
    if (!tooltip.empty()) {
        out_ << "<title>" << escaped(tooltip) << "</title>\n";
    }
}

void svg_writer::end_group() { out_ << "</g>\n"; }

void svg_writer::fill(double x, double y, double width, double height, uint32_t color) {
    if (color == no_color || width <= 0 || height <= 0) {
        return;
    }
    out_ << "<rect x=\"" << number(x) << "\" y=\"" << number(y) << "\" width=\"" << number(width)
         << "\" height=\"" << number(height) << "\" fill=\"" << color_text(color) << "\"/>\n";
}

void svg_writer::frame(double x, double y, double width, double height, uint32_t color,
                       int32_t line_width, int32_t style) {
    const double half = std::max(line_width, 1) / 2.0;
    if (color == no_color || width <= 2 * half || height <= 2 * half) {
        return;
    }
    out_ << "<rect x=\"" << number(x + half) << "\" y=\"" << number(y + half) << "\" width=\""
         << number(width - 2 * half) << "\" height=\"" << number(height - 2 * half)
         << "\" fill=\"none\"" << stroke(color, line_width, style) << "/>\n";
}

void svg_writer::line(double x1, double y1, double x2, double y2, uint32_t color,
                      int32_t line_width, int32_t style) {
    if (color == no_color) {
        return;
    }
    const int32_t width = std::max(line_width, 1);
    const bool is_straight = x1 == x2 || y1 == y2;
    const auto place = [&](double at) { return number(is_straight ? crisp(at, width) : at); };
    out_ << "<line x1=\"" << place(x1) << "\" y1=\"" << place(y1) << "\" x2=\"" << place(x2)
         << "\" y2=\"" << place(y2) << "\"" << stroke(color, width, style) << "/>\n";
}

void svg_writer::shape(const std::string& path, uint32_t color) {
    out_ << "<path d=\"" << path << "\" fill=\"" << color_text(color) << "\"/>\n";
}

void svg_writer::write(double x, double y, const letters& what) {
    const font_metrics metrics(what.font);
    const std::u16string units = mql::to_utf16(what.text);
    if (what.color == no_color || units.empty()) {
        return;
    }
    // Beginning of the foot line, seen from the point.
    const double right = -what.left * metrics.width_of(units) * what.size_px;
    const double down = (metrics.ascent() - what.above * metrics.line_height()) * what.size_px;
    out_ << "<text transform=\"translate(" << number(x) << ' ' << number(y) << ')';
    if (what.angle != 0.0) {
        out_ << " rotate(" << number(-what.angle) << ')';
    }
    out_ << " translate(" << number(right) << ' ' << number(down) << ") scale("
         << mql::fixed_text(metrics.stretch_of(units), 4) << " 1)\" font-family=\""
         << (metrics.drawn() == drawn_font::mono ? "Liberation Mono,Courier New,monospace"
                                                 : "Liberation Sans,Arial,sans-serif")
         << "\" font-size=\"" << number(what.size_px) << "\""
         << (metrics.is_bold() ? " font-weight=\"bold\"" : "") << " fill=\""
         << color_text(what.color) << "\" xml:space=\"preserve\">" << escaped(what.text)
         << "</text>\n";
}

}  // namespace terminal
