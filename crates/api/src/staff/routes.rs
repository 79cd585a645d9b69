use wire::page::Page;
use wire::staff::{
    CreateRole, DeleteRole, Employee, GetEmployee, GetRole, InviteEmployee, Invited, LeaveEmployee,
    Left, ListEmployees, ListRoles, MakeEmployeeLink, RestoreEmployee, Role, UpdateEmployee,
    UpdateRole,
};

use super::{actions, convert, roles};
use crate::http::{Answer, Call, Ctx, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListEmployees>(list)
        .on::<InviteEmployee>(invite)
        .on::<GetEmployee>(get)
        .on::<UpdateEmployee>(update)
        .on::<MakeEmployeeLink>(make_link)
        .on::<LeaveEmployee>(leave)
        .on::<RestoreEmployee>(restore)
        .on::<ListRoles>(list_roles)
        .on::<CreateRole>(create_role)
        .on::<GetRole>(get_role)
        .on::<UpdateRole>(update_role)
        .on::<DeleteRole>(delete_role)
}

async fn list(cx: Ctx, call: Call<ListEmployees>) -> Answer<Page<Employee>> {
    let (filter, page) = convert::filter(call.query);
    cx.read(move |tx| Ok(convert::page(tx.employees_page(&filter, &page)?)))
        .await
}

async fn invite(cx: Ctx, call: Call<InviteEmployee>) -> Answer<Invited> {
    let new = convert::new(call.body)?;
    let (secret, inner) = (cx.state().ids.secret(), cx.clone());
    cx.transact(move |tx| actions::invite(tx, &inner, new.clone(), &secret))
        .await
}

async fn get(cx: Ctx, call: Call<GetEmployee>) -> Answer<Employee> {
    let (id,) = call.path;
    cx.read(move |tx| Ok(convert::employee(tx.employee(id)?)))
        .await
}

async fn update(cx: Ctx, call: Call<UpdateEmployee>) -> Answer<Employee> {
    let (id,) = call.path;
    let change = convert::change(call.body)?;
    let employee = cx.write(move |tx| actions::update(tx, id, call.seen, change.clone()));
    forgetting(&cx, employee.await)
}

async fn make_link(cx: Ctx, call: Call<MakeEmployeeLink>) -> Answer<Invited> {
    let (id,) = call.path;
    let (secret, inner) = (cx.state().ids.secret(), cx.clone());
    cx.transact(move |tx| actions::make_link(tx, &inner, id, &secret))
        .await
}

async fn leave(cx: Ctx, call: Call<LeaveEmployee>) -> Answer<Left> {
    let (id,) = call.path;
    let heir = call.body.hand_over_to;
    let left = cx.write(move |tx| actions::leave(tx, id, heir));
    forgetting(&cx, left.await)
}

async fn restore(cx: Ctx, call: Call<RestoreEmployee>) -> Answer<Employee> {
    let (id,) = call.path;
    let employee = cx.write(move |tx| actions::restore(tx, id));
    forgetting(&cx, employee.await)
}

async fn list_roles(cx: Ctx, _: Call<ListRoles>) -> Answer<Page<Role>> {
    cx.read(|tx| {
        let roles = tx.roles()?.into_iter();
        Ok(Page::whole(roles.map(convert::role).collect()))
    })
    .await
}

async fn create_role(cx: Ctx, call: Call<CreateRole>) -> Answer<Role> {
    let new = convert::new_role(call.body)?;
    cx.write(move |tx| roles::create(tx, new.clone())).await
}

async fn get_role(cx: Ctx, call: Call<GetRole>) -> Answer<Role> {
    let (id,) = call.path;
    cx.read(move |tx| Ok(convert::role(tx.role(id)?))).await
}

async fn update_role(cx: Ctx, call: Call<UpdateRole>) -> Answer<Role> {
    let (id,) = call.path;
    let change = convert::role_change(call.body)?;
    let role = cx.write(move |tx| roles::update(tx, id, call.seen, change.clone()));
    forgetting(&cx, role.await)
}

async fn delete_role(cx: Ctx, call: Call<DeleteRole>) -> Answer<()> {
    let (id,) = call.path;
    cx.write(move |tx| roles::delete(tx, id, call.seen)).await
}

/// What somebody may do has changed: everybody is looked up again.
fn forgetting<T>(cx: &Ctx, answer: Answer<T>) -> Answer<T> {
    cx.state().accounts.forget();
    answer
}
