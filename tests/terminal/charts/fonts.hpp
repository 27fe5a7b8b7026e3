// Widths of letters and heights of lines of the usual fonts of Windows.
#pragma once

#include <string>

namespace terminal {

// The font that pictures are drawn with, which is made to fit the widths of the wanted one.
enum class drawn_font { sans, mono };

class font_metrics {
public:
    // By its name in Windows; one that is not known is measured as Arial.
    explicit font_metrics(const std::string& name);

    // In parts of the size of the font.
    double width_of(const std::u16string& text) const;
    // From the top of a line to the foot of its letters, and to the bottom of the line.
    double ascent() const { return ascent_; }
    double line_height() const { return line_height_; }
    bool is_bold() const { return is_bold_; }
    drawn_font drawn() const { return is_mono_ ? drawn_font::mono : drawn_font::sans; }
    // By how much the drawn font must be stretched.
    double stretch_of(const std::u16string& text) const;

private:
    // Of printable ASCII, in thousandths.
    const unsigned short* widths_ = nullptr;
    double mono_width_ = 0.0;
    double factor_ = 1.0;
    double ascent_ = 0.905;
    double line_height_ = 1.15;
    bool is_bold_ = false;
    bool is_mono_ = false;
};

}  // namespace terminal
