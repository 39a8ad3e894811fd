#pragma once

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::test {

/** As much of a terminal as the live view needs: it scrolls without end, wraps at its width, and throws
 *  when it gets a sequence it does not know. */
class screen
{
public:
    using measure = std::function<int(std::string_view)>;

    /// @param width Columns of one character; without it every character has one.
    explicit screen(
        int columns, measure width = [](std::string_view) { return 1; })
        : columns_(static_cast<std::size_t>(columns)),
          width_(std::move(width))
    {}

    void write(std::string_view text)
    {
        while (!text.empty())
            text.remove_prefix(take(text));
    }

    /// What is on it, lines without trailing spaces, without empty lines at the end.
    std::string text() const
    {
        std::string all;
        for (const auto& line : lines_)
        {
            std::string joined;
            for (const std::string& cell : line)
                joined += cell;
            joined.erase(joined.find_last_not_of(' ') + 1);
            all += joined + '\n';
        }
        all.erase(all.find_last_not_of('\n') + 1);
        return all.empty() ? all : all + '\n';
    }

private:
    std::size_t take(std::string_view text)
    {
        if (text.front() == '\n')
            return newline(), 1;
        if (text.front() == '\r')
            return column_ = 0, 1;
        if (text.front() == '\x1b')
            return sequence(text);
        const std::size_t size = utf8::look(text, 0).size;
        put(std::string(text.substr(0, size)));
        return size;
    }

    void newline()
    {
        column_ = 0;
        if (++row_ == lines_.size())
            lines_.emplace_back();
    }

    void put(const std::string& character)
    {
        const auto width = static_cast<std::size_t>(width_(character));
        if (column_ + width > columns_)
            newline();
        auto& line = lines_[row_];
        if (line.size() < column_ + width)
            line.resize(column_ + width, " ");
        line[column_] = character;
        for (std::size_t i = 1; i < width; ++i)
            line[column_ + i].clear();
        column_ += width;
    }

    std::size_t sequence(std::string_view text)
    {
        const std::size_t end = text.find_first_not_of("0123456789;", 2);
        if (!text.starts_with("\x1b[") || end == text.npos)
            throw std::runtime_error("unknown escape sequence");
        const std::string number(text.substr(2, end - 2));
        switch (text[end])
        {
        case 'A': row_ -= std::min<std::size_t>(row_, number.empty() ? 1 : std::stoul(number)); break;
        case 'J':
            lines_.resize(row_ + 1);
            lines_[row_].resize(column_, " ");
            break;
        case 'm': break;
        default: throw std::runtime_error("unknown escape sequence " + std::string(1, text[end]));
        }
        return end + 1;
    }

    const std::size_t columns_;
    const measure width_;
    std::vector<std::vector<std::string>> lines_{1};
    std::size_t row_ = 0, column_ = 0;
};

} // namespace codexflow::test
