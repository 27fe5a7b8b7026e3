// Built-ins that look at text and change it.
#include <algorithm>

#include "../format.hpp"
#include "prelude.hpp"

namespace mql {

void set_last_error(int32_t code);

namespace {

bool is_blank(char16_t character) {
    return character == u' ' || (character >= u'\t' && character <= u'\r');
}

// Letters of Latin-1, Latin Extended-A, Greek and Cyrillic.
char16_t lower(char16_t c) {
    if ((c >= u'A' && c <= u'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) {
        return static_cast<char16_t>(c + 32);
    }
    if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) {
        return static_cast<char16_t>(c + 32);
    }
    if (c >= 0x400 && c <= 0x40F) {
        return static_cast<char16_t>(c + 80);
    }
    return c >= 0x100 && c <= 0x137 && c % 2 == 0 ? static_cast<char16_t>(c + 1) : c;
}

char16_t upper(char16_t c) {
    if ((c >= u'a' && c <= u'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)) {
        return static_cast<char16_t>(c - 32);
    }
    if ((c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) || (c >= 0x430 && c <= 0x44F)) {
        return static_cast<char16_t>(c - 32);
    }
    if (c >= 0x450 && c <= 0x45F) {
        return static_cast<char16_t>(c - 80);
    }
    return c >= 0x100 && c <= 0x137 && c % 2 == 1 ? static_cast<char16_t>(c - 1) : c;
}

std::u16string all_lower(const string& text) {
    std::u16string result = text.text();
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

}  // namespace

int32_t StringLen(string text) { return text.length(); }

int32_t StringBufferLen(string text) { return text.length(); }

int32_t StringFind(string text, string match, int32_t start) {
    const size_t from = static_cast<size_t>(std::max(start, 0));
    if (from > text.text().size()) {
        return -1;
    }
    const size_t found = text.text().find(match.text(), from);
    return found == std::u16string::npos ? -1 : static_cast<int32_t>(found);
}

string StringSubstr(string text, int32_t start, int32_t length) {
    if (start < 0 || start >= text.length() || length == 0) {
        return string(u"");
    }
    const size_t count = length < 0 ? std::u16string::npos : static_cast<size_t>(length);
    return string(text.text().substr(static_cast<size_t>(start), count));
}

int32_t StringReplace(string& text, string find, string replacement) {
    if (find.length() == 0) {
        set_last_error(ERR_WRONG_STRING_PARAMETER);
        return -1;
    }
    if (text.text().find(find.text()) == std::u16string::npos) {
        return 0;
    }
    int32_t replaced = 0;
    std::u16string& units = text.edit();
    size_t at = units.find(find.text());
    while (at != std::u16string::npos) {
        units.replace(at, find.text().size(), replacement.text());
        ++replaced;
        at = units.find(find.text(), at + replacement.text().size());
    }
    return replaced;
}

int32_t StringTrimLeft(string& text) {
    if (text.is_null()) {
        return 0;
    }
    std::u16string& units = text.edit();
    const auto first = std::find_if_not(units.begin(), units.end(), is_blank);
    const auto cut = static_cast<int32_t>(first - units.begin());
    units.erase(units.begin(), first);
    return cut;
}

int32_t StringTrimRight(string& text) {
    if (text.is_null()) {
        return 0;
    }
    std::u16string& units = text.edit();
    const auto last = std::find_if_not(units.rbegin(), units.rend(), is_blank);
    const auto cut = static_cast<int32_t>(last - units.rbegin());
    units.erase(last.base(), units.end());
    return cut;
}

bool StringToLower(string& text) {
    if (text.is_null()) {
        return true;
    }
    std::u16string& units = text.edit();
    std::transform(units.begin(), units.end(), units.begin(), lower);
    return true;
}

bool StringToUpper(string& text) {
    if (text.is_null()) {
        return true;
    }
    std::u16string& units = text.edit();
    std::transform(units.begin(), units.end(), units.begin(), upper);
    return true;
}

// As dictionaries do it, unlike the operators: letters before case, and "a" before "A".
int32_t StringCompare(const string& text1, const string& text2, bool case_sensitive) {
    int order = all_lower(text1).compare(all_lower(text2));
    if (order == 0 && case_sensitive) {
        order = text2.text().compare(text1.text());
    }
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

uint16_t StringGetCharacter(string text, int32_t position) {
    if (position < 0 || position >= text.length()) {
        set_last_error(ERR_STRINGPOS_OUTOFRANGE);
        return 0;
    }
    return text.text()[static_cast<size_t>(position)];
}

// A zero cuts the text; a character right behind the end makes it longer.
bool StringSetCharacter(string& text, int32_t position, uint16_t value) {
    if (position < 0 || position > text.length()) {
        set_last_error(ERR_STRINGPOS_OUTOFRANGE);
        return false;
    }
    std::u16string& units = text.edit();
    const auto at = static_cast<size_t>(position);
    if (value == 0) {
        units.resize(at);
    } else if (at == units.size()) {
        units += static_cast<char16_t>(value);
    } else {
        units[at] = static_cast<char16_t>(value);
    }
    return true;
}

int32_t StringSplit(string text, uint16_t separator, array_ref<string> result) {
    if (text.length() == 0) {
        result.resize(0);
        return 0;
    }
    const std::u16string& units = text.text();
    const auto mark = static_cast<char16_t>(separator);
    const auto parts = 1 + static_cast<int32_t>(std::count(units.begin(), units.end(), mark));
    if (!result.resize(parts)) {
        set_last_error(ERR_ARRAY_RESIZE_ERROR);
        return -1;
    }
    size_t begin = 0;
    for (int32_t index = 0; index < parts; ++index) {
        const size_t end = std::min(units.find(mark, begin), units.size());
        result.data()[index] = string(units.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

bool StringInit(string& text, int32_t length, uint16_t character) {
    text = string(std::u16string(character == 0 ? 0 : static_cast<size_t>(std::max(length, 0)),
                                 static_cast<char16_t>(character)));
    return length >= 0;
}

bool StringFill(string& text, uint16_t character) {
    return StringInit(text, text.length(), character);
}

bool StringAdd(string& text, string addition) {
    text += addition;
    return true;
}

int32_t StringConcatenate(string& result, std::initializer_list<any> arguments) {
    result = joined(arguments);
    return result.length();
}

string StringFormat(string format, std::initializer_list<any> arguments) {
    return mql::format(format, arguments);
}

}  // namespace mql
