#pragma once

#include <codexflow/abi.h>
#include <codexflow/view.hpp>

#include <cstddef>
#include <string>

namespace codexflow::plugin {

/// A cflow_writer that gathers into a string, up to a limit. Lives on the stack of the call.
class text_writer
{
public:
    explicit text_writer(std::size_t limit = std::size_t{16} << 20) : limit_(limit)
    {
        abi_.struct_size = sizeof abi_;
        abi_.impl = this;
        abi_.write = [](const cflow_writer* self, cflow_str bytes) {
            auto& writer = *static_cast<text_writer*>(self->impl);
            const std::size_t room = writer.limit_ - writer.text_.size();
            writer.text_ += from_abi(bytes).substr(0, room);
        };
    }
    text_writer(const text_writer&) = delete;
    text_writer& operator=(const text_writer&) = delete;

    const cflow_writer* abi() const noexcept { return &abi_; }
    const std::string& text() const noexcept { return text_; }

private:
    cflow_writer abi_{};
    std::string text_;
    std::size_t limit_;
};

} // namespace codexflow::plugin
