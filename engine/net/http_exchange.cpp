#include "engine/net/http_exchange.hpp"

#include "engine/net/drain.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::net {
namespace {

constexpr std::size_t first_buffer = 4096;
constexpr std::size_t largest_buffer = 65536;
constexpr std::size_t encoded_buffer = 16384;
constexpr std::size_t decoded_buffer = 32768;

std::string lower_case(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

} // namespace

streamed_exchange::streamed_exchange(std::unique_ptr<response_reader> response,
                                     const std::shared_ptr<connection_pool>& pool, http_limits limits,
                                     std::string peer, exchange_timing timing)
    : response_(std::move(response)),
      pool_(pool),
      limits_(limits),
      peer_(std::move(peer)),
      timing_(timing),
      body_(first_buffer)
{
    take_headers();
}

void streamed_exchange::take_headers()
{
    std::string encoding;
    for (const auto& field : response_->fields())
    {
        std::string name = lower_case(field.name_string());
        if (name == "content-encoding")
            encoding += (encoding.empty() ? "" : ", ") + std::string(field.value());
        headers_.emplace_back(std::move(name), std::string(field.value()));
    }
    if (!response_->complete()) // else there is no body
        decoder_ = make_content_decoder(encoding);
    if (decoder_ == nullptr)
        return;
    std::erase_if(headers_, [](const auto& header) {
        return header.first == "content-encoding" || header.first == "content-length";
    });
    body_.resize(decoded_buffer);
    encoded_.resize(encoded_buffer);
}

streamed_exchange::~streamed_exchange()
{
    if (!response_->healthy() || response_->link().stopped())
        return;
    if (!response_->skip_arrived())
    {
        drain(std::move(response_), pool_);
        return;
    }
    auto link = response_->take_reusable();
    if (const auto pool = pool_.lock(); pool != nullptr && link != nullptr)
        pool->give(std::move(link));
}

void streamed_exchange::read(body_reader& reader)
{
    if (decoder_ != nullptr && undecoded_.empty() && !more_)
        return receive_encoded(reader);
    if (decoder_ != nullptr)
        return boost::asio::post(response_->link().tcp().get_executor(), [this, &reader] { decode(reader); });
    response_->link().begin_wait("idle", limits_.idle);
    response_->read_body(
        body_.data(), body_.size(),
        [this, &reader](boost::system::error_code ec, std::size_t count) { on_read(reader, ec, count); });
}

void streamed_exchange::on_read(body_reader& reader, boost::system::error_code ec, std::size_t count)
{
    connection& link = response_->link();
    link.end_wait();
    if (ec || link.cancelled())
        return reader.on_body_failed(link.explain(ec, peer_));
    // A fast stream fills its buffer: give it a larger one for the next read, not for this one.
    const bool grow = count == body_.size() && body_.size() < largest_buffer;
    if (grow)
    {
        std::vector<char> larger(body_.size() * 2);
        larger.swap(body_);
        full_ = std::move(larger);
        return reader.on_body(std::string_view(full_.data(), count));
    }
    reader.on_body(std::string_view(body_.data(), count));
}

void streamed_exchange::receive_encoded(body_reader& reader)
{
    response_->link().begin_wait("idle", limits_.idle);
    response_->read_body(
        encoded_.data(), encoded_.size(),
        [this, &reader](boost::system::error_code ec, std::size_t count) { on_encoded(reader, ec, count); });
}

void streamed_exchange::on_encoded(body_reader& reader, boost::system::error_code ec, std::size_t count)
{
    connection& link = response_->link();
    link.end_wait();
    if (ec || link.cancelled())
        return reader.on_body_failed(link.explain(ec, peer_));
    undecoded_ = std::string_view(encoded_.data(), count);
    if (count != 0)
        return decode(reader);
    if (const auto whole = decoder_->finish(); !whole)
        return reader.on_body_failed(error(whole.error()).under(peer_));
    reader.on_body({});
}

void streamed_exchange::decode(body_reader& reader)
{
    connection& link = response_->link();
    if (link.cancelled())
        return reader.on_body_failed(link.explain({}, peer_));
    do
    {
        const auto did = decoder_->decode(undecoded_, body_.data(), body_.size());
        if (!did)
            return reader.on_body_failed(error(did.error()).under(peer_));
        undecoded_.remove_prefix(did->used);
        more_ = did->placed == body_.size();
        if (did->placed != 0)
            return reader.on_body(std::string_view(body_.data(), did->placed));
    } while (!undecoded_.empty());
    receive_encoded(reader); // only the coding's own framing came
}

} // namespace codexflow::net
