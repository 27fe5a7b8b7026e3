// Objects of charts, and charts as pictures.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/chart.hpp"

namespace terminal {

struct chart_point {
    int64_t time_s = 0;
    double price = 0.0;
};

struct chart_object {
    std::string name;
    int32_t type = 0;
    int64_t created_s = 0;
    std::array<chart_point, 2> points;
    std::string text;
    std::string tooltip;
    std::string font = "Arial";
    int32_t font_size = 10;
    uint32_t color = 0x0000FF;
    uint32_t background = 0xF0F0F0;
    uint32_t border = 0xFFFFFFFF;
    int32_t border_type = 0;
    int32_t x = 0;
    int32_t y = 0;
    int32_t width_px = 50;
    int32_t height_px = 18;
    int32_t corner = 0;
    int32_t anchor = 0;
    int32_t align = 1;
    int32_t style = 0;
    int32_t width = 1;
    int32_t arrow = 0;
    int32_t z_order = 0;
    int64_t periods = 0x001fffff;
    double angle = 0.0;
    bool is_back = false;
    bool is_selectable = false;
    bool is_selected = false;
    bool is_hidden = true;
    bool is_pressed = false;
    bool is_read_only = false;
    bool has_ray_right = false;
    bool has_ray_left = false;
    bool is_filled = false;

    // Placed by pixels from a corner, not by time and price.
    bool is_on_screen() const;
    // Shown in this timeframe.
    bool is_visible(int32_t period) const;
    // What is written on it.
    std::string shown_text() const;
};

// What a chart has: objects in the order of their creation, and properties that were set.
struct chart_content {
    std::vector<chart_object> objects;
    std::map<int32_t, int64_t> numbers;
    // Calls that changed something.
    uint64_t changes = 0;

    chart_object* find(const std::string& name);
    // Of ENUM_CHART_PROPERTY_INTEGER; what was not set is as in a new chart.
    int64_t number(int32_t id) const;
};

chart_content& content_of(chart& place);
// A click of the mouse; a button changes its state. False when it would not reach the object.
bool click_object(chart& place, const std::string& name, std::string& error);
// Writes an SVG picture of the chart.
bool draw_chart(chart& place, const std::string& file, std::string& error);

struct text_size {
    int32_t width = 0;
    int32_t height = 0;
};
// In pixels.
text_size size_of_text(const std::string& text, const std::string& font, double height_px);
// Pixels of a size in points on this screen.
double pixels_of(double points);

}  // namespace terminal
