#include "fonts.hpp"

#include <algorithm>

namespace terminal {

namespace {

// Space to tilde.
constexpr unsigned short arial[95] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

constexpr unsigned short segoe_ui[95] = {
    274, 284, 392, 591, 539, 818, 800, 230, 302, 302, 417, 684, 217, 400, 217, 389, 539, 539, 539,
    539, 539, 539, 539, 539, 539, 539, 217, 217, 684, 684, 684, 448, 955, 645, 573, 619, 701, 506,
    488, 687, 710, 266, 357, 580, 471, 898, 748, 754, 560, 754, 598, 531, 524, 687, 621, 934, 589,
    552, 571, 302, 380, 302, 684, 415, 268, 509, 588, 462, 589, 523, 313, 589, 565, 242, 242, 497,
    242, 861, 566, 586, 588, 589, 347, 424, 339, 566, 479, 722, 459, 484, 452, 302, 239, 302, 684};

constexpr unsigned short tahoma[95] = {
    313, 332, 401, 728, 546, 977, 674, 211, 383, 383, 546, 728, 303, 363, 303, 382, 546, 546, 546,
    546, 546, 546, 546, 546, 546, 546, 354, 354, 728, 728, 728, 474, 909, 600, 589, 601, 678, 561,
    521, 667, 675, 373, 417, 588, 498, 771, 667, 708, 551, 708, 621, 557, 584, 656, 597, 902, 581,
    576, 559, 383, 382, 383, 728, 546, 546, 525, 553, 461, 553, 526, 318, 553, 558, 229, 282, 498,
    229, 840, 558, 543, 553, 553, 360, 446, 334, 558, 498, 742, 495, 498, 444, 480, 382, 480, 728};

// Of the fonts that pictures are drawn with.
constexpr double drawn_mono_width = 0.6;
constexpr double bold_factor = 1.08;
constexpr double other_letter = 0.56;
constexpr double wide_letter = 1.0;
// Chinese, Japanese and Korean letters and what follows them.
constexpr char16_t first_wide = 0x2E80;

double letter_width(const unsigned short* widths, char16_t c) {
    if (c >= u' ' && c <= u'~') {
        return widths[c - u' '] / 1000.0;
    }
    if (c < u' ') {
        return 0.0;
    }
    return c < first_wide ? other_letter : wide_letter;
}

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

font_metrics::font_metrics(const std::string& name) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    });
    is_bold_ = contains(lower, "bold") || contains(lower, "black");
    factor_ = is_bold_ ? bold_factor : 1.0;
    widths_ = arial;
    if (contains(lower, "consolas") || contains(lower, "lucida console")) {
        is_mono_ = true;
        mono_width_ = contains(lower, "consolas") ? 0.55 : 0.602;
        ascent_ = 0.92;
        line_height_ = 1.17;
    } else if (contains(lower, "courier")) {
        is_mono_ = true;
        mono_width_ = 0.6;
        ascent_ = 0.833;
        line_height_ = 1.133;
    } else if (contains(lower, "segoe")) {
        widths_ = segoe_ui;
        ascent_ = 1.079;
        line_height_ = 1.33;
    } else if (contains(lower, "tahoma") || contains(lower, "verdana")) {
        widths_ = tahoma;
        factor_ *= contains(lower, "verdana") ? 1.15 : 1.0;
        ascent_ = 1.0;
        line_height_ = 1.207;
    }
}

double font_metrics::width_of(const std::u16string& text) const {
    double width = 0.0;
    for (const char16_t c : text) {
        width += is_mono_ && c < first_wide ? mono_width_ : letter_width(widths_, c) * factor_;
    }
    return width;
}

double font_metrics::stretch_of(const std::u16string& text) const {
    double drawn = 0.0;
    for (const char16_t c : text) {
        drawn += is_mono_ && c < first_wide ? drawn_mono_width
                                            : letter_width(arial, c) * (is_bold_ ? bold_factor : 1);
    }
    return drawn > 0.0 ? width_of(text) / drawn : 1.0;
}

}  // namespace terminal
