#include "engine/net/http_exchange.hpp"

#include "engine/net/drain.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::net {
namespace {

constexpr std::size_t first_piece = 4096;
constexpr std::size_t largest_piece = 65536;
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
      most_(first_piece)
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
    decoded_.resize(decoded_buffer);
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
    if (decoder_ == nullptr || (undecoded_.empty() && !more_))
        return receive(reader);
    boost::asio::post(response_->link().tcp().get_executor(), [this, &reader] { decode(reader); });
}

void streamed_exchange::receive(body_reader& reader)
{
    response_->link().begin_wait("idle", limits_.idle);
    response_->read_body(piece_, most_, [this, &reader](boost::system::error_code ec, std::size_t count) {
        on_read(reader, ec, count);
    });
}

void streamed_exchange::on_read(body_reader& reader, boost::system::error_code ec, std::size_t count)
{
    connection& link = response_->link();
    link.end_wait();
    if (ec || link.cancelled())
        return reader.on_body_failed(link.explain(ec, peer_));
    if (count == most_ && most_ < largest_piece)
        most_ *= 2;
    const std::string_view come(piece_.bytes.get(), count);
    if (decoder_ != nullptr)
        on_encoded(reader, come);
    else
        reader.on_body(come);
}

void streamed_exchange::on_encoded(body_reader& reader, std::string_view come)
{
    undecoded_ = come;
    if (!come.empty())
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
        const auto did = decoder_->decode(undecoded_, decoded_.data(), decoded_.size());
        if (!did)
            return reader.on_body_failed(error(did.error()).under(peer_));
        undecoded_.remove_prefix(did->used);
        more_ = did->placed == decoded_.size();
        if (did->placed != 0)
            return reader.on_body(std::string_view(decoded_.data(), did->placed));
    } while (!undecoded_.empty());
    receive(reader); // only the coding's own framing came
}

} // namespace codexflow::net
