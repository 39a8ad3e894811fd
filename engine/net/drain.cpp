#include "engine/net/drain.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::net {
namespace {

constexpr std::size_t largest_piece = 4096;

class drainer : public std::enable_shared_from_this<drainer>
{
public:
    drainer(std::unique_ptr<response_reader> rest, std::weak_ptr<connection_pool> pool)
        : rest_(std::move(rest)),
          pool_(std::move(pool))
    {
        rest_->link().begin_wait("drain", drain_patience);
    }

    void read()
    {
        rest_->read_body(piece_, std::min(left_, largest_piece),
                         [self = shared_from_this()](boost::system::error_code ec, std::size_t count) {
                             self->on_read(ec, count);
                         });
    }

private:
    void on_read(boost::system::error_code ec, std::size_t count)
    {
        left_ -= count;
        if (ec || left_ == 0)
            return; // late, closed, or too much: the connection ends with this object
        if (!rest_->complete())
            return read();
        rest_->link().end_wait();
        auto link = rest_->take_reusable();
        if (const auto pool = pool_.lock(); pool != nullptr && link != nullptr)
            pool->give(std::move(link));
    }

    std::unique_ptr<response_reader> rest_;
    std::weak_ptr<connection_pool> pool_;
    body_piece piece_;
    std::size_t left_ = drain_limit;
};

} // namespace

void drain(std::unique_ptr<response_reader> rest, std::weak_ptr<connection_pool> pool)
{
    std::make_shared<drainer>(std::move(rest), std::move(pool))->read();
}

} // namespace codexflow::net
