//! Somebody who meets clients and leads them through the process, one request after the other, whatever becomes of the server.

use std::sync::Arc;

use client::{Client, Failure};
use wire::clients::{ClientsQuery, CreateClient, ListClients, NewClient};
use wire::tasks::CompleteTask;

use super::story::{House, Story, WAYS};
use super::{Ending, Fuse};
use crate::desk::{answer, newcomer};

pub struct Operator {
    number: usize,
    /// The last one is in work.
    stories: Vec<Story>,
    /// The first of them that the round may have touched.
    touched: usize,
    unanswered: bool,
}

impl Operator {
    pub fn new(number: usize) -> Self {
        Self {
            number,
            stories: Vec::new(),
            touched: 0,
            unanswered: false,
        }
    }

    pub fn is_unanswered(&self) -> bool {
        self.unanswered
    }

    pub async fn work(mut self, api: Client, house: Arc<House>, fuse: Arc<Fuse>) -> Self {
        self.touched = self.stories.len().saturating_sub(1);
        loop {
            fuse.burn();
            match self.ask(&api, &house).await {
                Ok(_) => fuse.burn(),
                Err(Failure::Unreachable(_)) if fuse.is_burnt() => {
                    self.unanswered = true;
                    return self;
                }
                Err(failure) => panic!("{failure}"),
            }
        }
    }

    /// Asks again what got no answer; everything of the last round must be there then.
    pub async fn recover(&mut self, ending: Ending, api: &Client, house: &House) {
        if self.unanswered {
            let happened = match self.in_work() {
                Some(story) => story.next_was_made(api).await,
                None => self.was_met(api, house).await,
            };
            if ending == Ending::Stopped {
                assert!(!happened, "what was done before a polite end was answered");
            }
            let replayed = self.ask(api, house).await.expect("an answer now");
            assert!(replayed || !happened, "what was done is not done again");
            self.unanswered = false;
        }
        for story in &self.stories[self.touched..] {
            story.must_be_there(api).await;
        }
    }

    pub async fn everything_must_be_there(&self, api: &Client) {
        for story in &self.stories {
            story.must_be_there(api).await;
        }
    }

    fn in_work(&self) -> Option<&Story> {
        self.stories.last().filter(|story| story.next().is_some())
    }

    /// Wants the next thing, under the same key as long as there is no answer. True: the answer was given before.
    async fn ask(&mut self, api: &Client, house: &House) -> Result<bool, Failure> {
        let met = self.stories.len();
        let Some(story) = self.stories.last_mut().filter(|it| it.next().is_some()) else {
            let call = api.call::<CreateClient>((), (), self.newcomer(house));
            let key = format!("{}-{met}", self.number);
            let saved = call.once(key).send().await?;
            let way = WAYS[(self.number + met) % WAYS.len()];
            self.stories.push(Story::new(&saved.reply, way));
            return Ok(saved.replayed());
        };
        let (task, step) = story.next().expect("a step");
        let request = answer(house.results[step.result], &[]);
        let key = format!("{}-{met}-{}", self.number, story.steps_made());
        let call = api.call::<CompleteTask>((task,), (), request).once(key);
        let done = call.send().await?;
        story.tell(&done.reply);
        Ok(done.replayed())
    }

    fn newcomer(&self, house: &House) -> NewClient {
        NewClient {
            branch_id: Some(house.branch),
            start_process_id: Some(house.process),
            ..newcomer(&format!("Клиент {}", self.next_name()))
        }
    }

    /// A word that no other client has, and that begins no other's.
    fn next_name(&self) -> String {
        format!("Номер{:02}х{:04}", self.number, self.stories.len())
    }

    /// Whether the client who got no answer is there, once and with his first task.
    async fn was_met(&self, api: &Client, house: &House) -> bool {
        let query = ClientsQuery {
            q: Some(self.next_name()),
            branch_id: Some(house.branch),
            ..ClientsQuery::default()
        };
        let found = api.list::<ListClients>((), query).await.expect("clients");
        for client in &found.items {
            assert!(client.next.is_some(), "{client:?} has a first task");
        }
        assert!(found.items.len() <= 1, "{:?}", found.items);
        !found.items.is_empty()
    }
}
