#define BOOST_TEST_MODULE codexflow
#include <boost/test/unit_test.hpp>
