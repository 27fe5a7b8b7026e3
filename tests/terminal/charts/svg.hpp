// Writes the shapes of a picture as SVG.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

namespace terminal {

constexpr uint32_t no_color = 0xFFFFFFFF;

// How text is placed: the point is at these parts of its width and height.
struct letters {
    std::string text;
    std::string font = "Arial";
    double size_px = 12.0;
    uint32_t color = 0;
    double left = 0.0;
    double above = 0.0;
    // Degrees against the clock.
    double angle = 0.0;
};

// Colors are 0x00BBGGRR, or `no_color`.
class svg_writer {
public:
    svg_writer(std::ostream& out, int32_t width, int32_t height);
    ~svg_writer();
    svg_writer(const svg_writer&) = delete;
    svg_writer& operator=(const svg_writer&) = delete;

    // What follows until `end_clip` is cut at these borders.
    void begin_clip(double width, double height);
    void end_clip();
    // What follows until `end_group` belongs to an object of this name.
    void begin_group(const std::string& name, const std::string& tooltip);
    void end_group();

    // A filled rectangle of whole pixels.
    void fill(double x, double y, double width, double height, uint32_t color);
    // Its border lies inside.
    void frame(double x, double y, double width, double height, uint32_t color,
               int32_t line_width, int32_t style);
    void line(double x1, double y1, double x2, double y2, uint32_t color, int32_t line_width,
              int32_t style);
    // A filled path of SVG's commands.
    void shape(const std::string& path, uint32_t color);
    void write(double x, double y, const letters& what);

private:
    std::ostream& out_;
};

}  // namespace terminal
