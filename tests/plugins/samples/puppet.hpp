#pragma once

#include <codexflow/abi.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/** @file
 *  What a test and the sample plugin "raw" share besides the boundary: the request is the address of one of
 *  these, so that a test sees what the plugin was told. Both are built by the same compiler. */
namespace codexflow::test {

struct puppet
{
    // What the plugin is to do, beside its verb.
    std::string url, header; ///< Of a request; the header's value, empty for none.
    std::size_t chunk = 0;   ///< Bytes of each chunk.
    std::size_t most = 0;    ///< Bytes to emit in all.

    // What it saw.
    std::atomic<int> callbacks{0};           ///< Completions delivered.
    std::atomic<int> inline_callbacks{0};    ///< Those that came from inside the function that began the call.
    std::atomic<int> released{0};            ///< Calls of release.
    std::atomic<int> cancels{0};             ///< Calls of cancel.
    std::atomic<std::int32_t> reason{0};     ///< Of the last one.
    std::atomic<std::int32_t> status{0};     ///< Of the last callback, or of the emit under test.
    std::atomic<std::size_t> emitted{0};     ///< Bytes that were taken.
    std::string text;                        ///< What came with the last callback.
    void (*finish)(puppet&) = nullptr;       ///< Set by what waits to be ended by the test.
    void (*free)(puppet&) = nullptr;         ///< Frees the task, if nobody else will.
    void* task = nullptr;

    std::string address() const { return std::to_string(reinterpret_cast<std::uintptr_t>(this)); }
    static puppet& at(std::string_view address)
    {
        return *reinterpret_cast<puppet*>(std::stoull(std::string(address)));
    }
};

} // namespace codexflow::test
