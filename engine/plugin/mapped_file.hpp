#pragma once

#include "engine/base/error.hpp"

#include <filesystem>
#include <string_view>
#include <utility>

namespace codexflow::plugin {

/// A file mapped read-only: only the pages that are looked at are read. Unmapped by the destructor.
class mapped_file
{
public:
    static result<mapped_file> open(const std::filesystem::path& file);

    mapped_file() = default;
    mapped_file(mapped_file&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0))
    {
    }
    mapped_file& operator=(mapped_file&& other) noexcept
    {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~mapped_file();

    std::string_view bytes() const noexcept { return {static_cast<const char*>(data_), size_}; }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace codexflow::plugin
