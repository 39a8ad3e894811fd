#pragma once

#include <zlib.h>

#include <stdexcept>
#include <string>
#include <string_view>

/** @file
 *  Bodies as servers encode them. */
namespace codexflow::test {

enum class coding
{
    gzip,
    gzip_stored, ///< In gzip's frame, but not made smaller.
    zlib,
    raw
};

/// One encoder; each feed() comes out whole (flushed), as a streaming server does it.
class compressor
{
public:
    explicit compressor(coding how)
    {
        const int level = how == coding::gzip_stored ? Z_NO_COMPRESSION : Z_DEFAULT_COMPRESSION;
        if (::deflateInit2(&stream_, level, Z_DEFLATED, wrapper(how), 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::runtime_error("zlib");
    }
    ~compressor() { ::deflateEnd(&stream_); }
    compressor(const compressor&) = delete;
    compressor& operator=(const compressor&) = delete;

    std::string feed(std::string_view text) { return run(text, Z_SYNC_FLUSH); }
    std::string finish() { return run({}, Z_FINISH); }

private:
    static int wrapper(coding how)
    {
        if (how == coding::zlib)
            return MAX_WBITS;
        return how == coding::raw ? -MAX_WBITS : 16 + MAX_WBITS;
    }
    std::string run(std::string_view text, int flush)
    {
        std::string out(text.size() + 1024, '\0');
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream_.avail_in = static_cast<uInt>(text.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        ::deflate(&stream_, flush);
        return out.substr(0, out.size() - stream_.avail_out);
    }

    z_stream stream_{};
};

inline std::string compress(std::string_view text, coding how)
{
    compressor one(how);
    const std::string begun = one.feed(text);
    return begun + one.finish();
}

} // namespace codexflow::test
