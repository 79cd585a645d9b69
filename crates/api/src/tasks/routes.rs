use wire::tasks::{
    CancelTask, CompleteTask, CreateTask, ExplainTask, GetCompletion, GetTask, GetWorkplace,
    ListTasks, PreviewCompletion, TakeBack, TakeTask, UpdateTask,
};

use super::{actions, complete, explain, free, workplace};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListTasks>(actions::list)
        .on::<CreateTask>(free::create)
        .on::<GetTask>(actions::get)
        .on::<UpdateTask>(free::update)
        .on::<CancelTask>(free::cancel)
        .on::<TakeTask>(free::take)
        .on::<GetWorkplace>(workplace::get)
        .on::<CompleteTask>(complete::complete)
        .on::<GetCompletion>(actions::completion)
        .on::<TakeBack>(complete::take_back)
        .on::<PreviewCompletion>(complete::preview)
        .on::<ExplainTask>(explain::explain)
}
