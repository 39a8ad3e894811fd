#pragma once

#include "engine/net/connection_pool.hpp"
#include "engine/net/content_decoding.hpp"
#include "engine/net/http.hpp"
#include "engine/net/response_reader.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::net {

/// An answer on a connection of ours, from its head on. Made by http_client.
class streamed_exchange final : public http_exchange
{
public:
    /// @param response Its head has been read.
    streamed_exchange(std::unique_ptr<response_reader> response, const std::shared_ptr<connection_pool>& pool,
                      http_limits limits, std::string peer, exchange_timing timing);
    ~streamed_exchange() override;

    int status() const noexcept override { return response_->status(); }
    const header_list& headers() const noexcept override { return headers_; }
    void read(body_reader& reader) override;
    void abort() override { response_->link().cancel(); }
    exchange_timing timing() const noexcept override { return timing_; }

private:
    void take_headers();
    void on_read(body_reader& reader, boost::system::error_code ec, std::size_t count);
    void receive(body_reader& reader);
    // Of an encoded body:
    void on_encoded(body_reader& reader, std::string_view come);
    void decode(body_reader& reader);

    std::unique_ptr<response_reader> response_;
    const std::weak_ptr<connection_pool> pool_;
    const http_limits limits_;
    const std::string peer_;
    const exchange_timing timing_;
    header_list headers_;
    body_piece piece_; ///< As it came: of the body, or of its encoded form.
    std::size_t most_; ///< Of the next piece: a stream that fills its pieces gets larger ones.
    std::unique_ptr<content_decoder> decoder_; ///< Null when the body comes as it is.
    std::vector<char> decoded_;
    std::string_view undecoded_; ///< Part of piece_.
    bool more_ = false;          ///< The decoder may hold more, even without input.
};

} // namespace codexflow::net
