#include "engine/net/content_decoding.hpp"

#include "engine/base/text.hpp"

#include <zlib.h>

#include <algorithm>
#include <climits>
#include <new>
#include <string>

namespace codexflow::net {
namespace {

constexpr int gzip_only = 16 + MAX_WBITS; // zlib's way to say so
constexpr int zlib_only = MAX_WBITS;
constexpr int raw = -MAX_WBITS;

error not_valid(const std::string& what)
{
    return error(errc::protocol, "the body is not valid " + what).with_phase("body");
}

/// One zlib stream; knows nothing of members and wrappers.
class inflater
{
public:
    explicit inflater(int wrapper)
    {
        if (::inflateInit2(&stream_, wrapper) != Z_OK)
            throw std::bad_alloc();
    }
    ~inflater() { ::inflateEnd(&stream_); }
    inflater(const inflater&) = delete;
    inflater& operator=(const inflater&) = delete;

    /// Begins anew, with @p wrapper.
    void reset(int wrapper) { ::inflateReset2(&stream_, wrapper); }

    /** One step of zlib's, added to @p did. Broken input is reported by broken(), because what came out
     *  before it counts.
     *  @return whether the stream has ended. */
    bool run(std::string_view input, char* to, std::size_t size, content_decoder::step& did)
    {
        const auto in = static_cast<uInt>(std::min<std::size_t>(input.size(), UINT_MAX));
        const auto out = static_cast<uInt>(std::min<std::size_t>(size, UINT_MAX));
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data())); // zlib only reads
        stream_.avail_in = in;
        stream_.next_out = reinterpret_cast<Bytef*>(to);
        stream_.avail_out = out;
        const int verdict = ::inflate(&stream_, Z_SYNC_FLUSH);
        did.used += in - stream_.avail_in;
        did.placed += out - stream_.avail_out;
        broken_ = verdict != Z_OK && verdict != Z_STREAM_END && verdict != Z_BUF_ERROR; // nothing to do: fine
        return verdict == Z_STREAM_END;
    }
    bool broken() const noexcept { return broken_; }

private:
    z_stream stream_{};
    bool broken_ = false;
};

class gzip_decoder final : public content_decoder
{
public:
    result<step> decode(std::string_view input, char* to, std::size_t size) override
    {
        step did;
        while (did.used != input.size() || pending_)
        {
            if (between_members_ && !begin_member(input, did))
                break;
            const std::size_t before = did.placed;
            between_members_ = zlib_.run(input.substr(did.used), to + before, size - before, did);
            pending_ = !between_members_ && did.placed == size;
            if (did.placed == size || zlib_.broken())
                break;
        }
        if (zlib_.broken() && did.placed == 0)
            return not_valid("gzip");
        return did;
    }

    result<void> finish() const override
    {
        if (zlib_.broken())
            return not_valid("gzip");
        if (!between_members_)
            return error(errc::unavailable, "the gzip stream ended in the middle").with_phase("body");
        return {};
    }

private:
    /// Skips padding; false when no member begins in the input.
    bool begin_member(std::string_view input, step& did)
    {
        while (any_member_ && did.used != input.size() && input[did.used] == '\0')
            ++did.used;
        if (did.used == input.size())
            return false;
        if (any_member_)
            zlib_.reset(gzip_only);
        any_member_ = true;
        between_members_ = false;
        return true;
    }

    inflater zlib_{gzip_only};
    bool any_member_ = false;
    bool between_members_ = true; ///< Where the body may end.
    bool pending_ = false;        ///< The output was full: zlib may hold more.
};

class deflate_decoder final : public content_decoder
{
public:
    result<step> decode(std::string_view input, char* to, std::size_t size) override
    {
        step did;
        if (ended_ && !input.empty())
            return not_valid("deflate: something follows its end");
        if (ended_)
            return did;
        if (!begun_ && !input.empty())
            begin(input.front());
        ended_ = zlib_.run(input, to, size, did);
        if (zlib_.broken() && did.placed == 0)
            return not_valid("deflate");
        return did;
    }

    result<void> finish() const override
    {
        if (zlib_.broken())
            return not_valid("deflate");
        if (begun_ && !ended_)
            return error(errc::unavailable, "the deflate stream ended in the middle").with_phase("body");
        return {};
    }

private:
    /// zlib's wrapper begins with a byte whose low half is 8. In a raw stream that would be a first, not
    /// last, stored block (0 in bits 0-2) with padding bits set, which encoders leave zero.
    void begin(char first)
    {
        begun_ = true;
        if ((static_cast<unsigned char>(first) & 0x0f) != 8)
            zlib_.reset(raw);
    }

    inflater zlib_{zlib_only};
    bool begun_ = false;
    bool ended_ = false;
};

class unknown_decoder final : public content_decoder
{
public:
    explicit unknown_decoder(std::string_view encoding) : encoding_(encoding) {}

    result<step> decode(std::string_view input, char*, std::size_t) override
    {
        if (input.empty())
            return step();
        return error(errc::protocol,
                     "the body is encoded as " + quote(encoding_) + ", which was not asked for")
            .with_phase("body")
            .with_hint("have the server or the proxy before it send bodies as they are, or with gzip");
    }
    result<void> finish() const override { return {}; }

private:
    std::string encoding_;
};

} // namespace

std::unique_ptr<content_decoder> make_content_decoder(std::string_view encoding)
{
    const std::string name = to_lower(trim(encoding));
    if (name.empty() || name == "identity")
        return nullptr;
    if (name == "gzip" || name == "x-gzip")
        return std::make_unique<gzip_decoder>();
    if (name == "deflate")
        return std::make_unique<deflate_decoder>();
    return std::make_unique<unknown_decoder>(name);
}

} // namespace codexflow::net
