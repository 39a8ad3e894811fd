#include "engine/run/run.hpp"

#include "engine/run/resume_plan.hpp"
#include "engine/run/run_session.hpp"

#include <memory>

namespace codexflow {

bool job::is_done() const noexcept { return resume != nullptr && resume->how == task_resume::state::done; }

result<event::run_complete> execute(const run_request& request, const run_outputs& outputs, run_environment& world)
{
    auto session = std::make_unique<run_session>(request, outputs, world);
    if (auto opened = session->open(); !opened)
    {
        if (session->must_stay())
            static_cast<void>(session.release());
        return opened.error();
    }
    const event::run_complete end = session->run();
    if (session->must_stay())
        static_cast<void>(session.release()); // see run_session: it ends with the process
    return end;
}

} // namespace codexflow
