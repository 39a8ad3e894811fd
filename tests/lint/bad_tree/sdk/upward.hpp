#include <boost/asio/post.hpp>
#include "../../engine/base/error.hpp"
// #include "engine/not_really.hpp"
